"""The local share of spending: how much stays here, how surely, and every figure with the payments under it."""

from spending.pages.share.found import NoSuchPage
from spending.pages.share.grounds import MethodPage, method
from spending.pages.share.look import Look
from spending.pages.share.page import SharePage, headline, share

__all__ = ["Look", "MethodPage", "NoSuchPage", "SharePage", "headline", "method", "share"]
