"""A start without a setting it needs stops with a sentence; the list of settings is complete."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.invalid",
    "PORTAL_URL": "https://portal.invalid/",
    "EMAIL_URL": "smtp://localhost:2525",
    "DEFAULT_FROM_EMAIL": "portal@portal.invalid",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
}


def settings_say(expression, **environment):
    """Return what a new process says of its settings, and its error output."""
    program = f"from stevenage_cwb import settings; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"])
def test_a_missing_setting_stops_the_start_with_a_sentence(missing):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}

    said, complaint = settings_say("'started'", **given)

    assert said == ""
    assert re.search(rf"ImproperlyConfigured: Set {missing} in the environment or in \.env: .+\.", complaint)


def test_production_is_the_default():
    said, _ = settings_say(
        "settings.DEMONSTRATION, settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE,"
        " settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME",
        **PRODUCTION,
    )

    assert said == "False False True True 31536000 __Host-sessionid __Host-csrftoken"


def test_a_demonstration_has_no_secret_of_its_own_either():
    said, complaint = settings_say("'started'", DEMONSTRATION="on")

    assert said == ""
    assert "Set SECRET_KEY" in complaint


def test_the_example_names_every_variable_that_is_read_and_no_other():
    source = (CHECKOUT / "stevenage_cwb" / "settings.py").read_text()
    # DATABASE_FOLDER is read where the default database is: before there are settings.
    read = set(re.findall(r'(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)"', source)) | {"DATABASE_FOLDER"}
    example = (CHECKOUT / ".env.example").read_text()

    assert set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", example, re.MULTILINE)) == read


def test_the_example_says_the_defaults_that_hold():
    example = (CHECKOUT / ".env.example").read_text()

    for name in ("PLEDGE_SENDS_PER_MINUTE", "PLEDGE_MIN_SECONDS", "PORT", "TRUSTED_PROXIES"):
        (shown,) = re.findall(rf"^# {name}=(.*)$", example, re.MULTILINE)
        said, _ = settings_say(f"settings.{name}", **PRODUCTION)
        assert said == shown


def test_the_history_names_the_command_and_who_ran_it():
    said, _ = settings_say("settings.DATABASES['default']['OPTIONS']['application_name']", **PRODUCTION)
    command = "import sys; sys.argv = ['manage.py', 'shell']; from stevenage_cwb import settings;"
    account = "import pwd, os; print(pwd.getpwuid(os.geteuid()).pw_name)"
    shell = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{command} print(settings.DATABASES['default']['OPTIONS']['application_name']); {account}",
        ],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **PRODUCTION},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")

    assert said == "portal"
    assert shell[0] == f"portal shell by {shell[1]}"
