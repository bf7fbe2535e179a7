# Sourced by bin/run and bin/test: goes to the checkout, and gives it a .venv that holds what a lock file pins.

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
python=.venv/bin/python

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }

# Install Debian packages where we may; fail where we may not.
apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    say "Installing Debian's $* ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() {
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3 python3-venv || stop "Install Debian's python3-venv (sudo apt install python3-venv), then run this again."
    fi
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "Python 3.11 or newer is needed; python3 is older."
    say "Making the virtual environment .venv ..."
    python3 -m venv --clear .venv
}

# Install what the file pins, unless that is what was last installed from it.
install_packages() {
    # One at a time: bin/run and bin/test may be started together.
    mkdir -p .portal
    exec 9>.portal/environment.lock
    flock 9
    "$python" -c 'import pip' 2>/dev/null || make_venv
    if ! cmp -s "$1" ".venv/installed-$1"; then
        say "Installing the packages of $1 ..."
        "$python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$1"
        cp "$1" ".venv/installed-$1"
    fi
    exec 9>&-
}
