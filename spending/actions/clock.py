"""What happens in spending because time has passed. The worker calls it; so may anybody, at any time."""

from datetime import datetime

from spending.actions.surveys import close_due, forget_addresses
from spending.actions.uploading import forget_old_uploads


def run_clock(*, at: datetime) -> dict[str, int]:
    """Do all that is due. Returns how much of each; a second call straight after finds nothing to do."""
    return {
        "surveys_closed": close_due(at=at),
        "addresses_forgotten": forget_addresses(at=at),
        "uploads_forgotten": forget_old_uploads(at=at),
    }
