#!/usr/bin/env bash
# Installs what `make demo` (argument: runtime) or `make test` (argument: test) needs and is missing:
# Debian packages by apt-get, Python packages from the hashed lock into .venv. Does nothing the second time.
set -euo pipefail
cd "$(dirname "$0")/.."

KIND="${1:?usage: scripts/bootstrap.sh runtime|test}"
LOCK="locks/$KIND.lock"
[ -f "$LOCK" ] || { echo "scripts/bootstrap.sh: runtime or test, not '$KIND'" >&2; exit 2; }

# LibreOffice and its bridge belong to the system's Python; libcurl4 is mongod's; the fonts have the metrics of
# Times New Roman and Arial. The tests also look at PDFs (pdfsig, veraPDF's JAXB, an NSS database) and compose files,
# run a broker (Redis), sign with a token (SoftHSM2), and look at the public pages (chromium).
DEBIAN_PACKAGES="python3-venv libreoffice-writer-nogui python3-uno fonts-liberation2 libcurl4"
TEST_PACKAGES="poppler-utils libjaxb-java libnss3-tools docker-compose redis-server chromium softhsm2 openssl"
[ "$KIND" = test ] && DEBIAN_PACKAGES="$DEBIAN_PACKAGES $TEST_PACKAGES"

say() { printf '==> %s\n' "$*"; }
fail() { printf '\n%s\n' "$@" >&2; exit 1; }
# What package tools say, without the addresses that they fetch from.
anonymous() { sed -uE "s#[a-z]+://[^[:space:]]+#(address)#g; s#host='[^']*'#host=(address)#g"; }

check_platform() {
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] && return
  fail "Perintah ini hanya untuk Linux x86-64. Di sini: jalankan 'docker compose up' (lihat docker-compose.yml)," \
    "atau sebutkan server sendiri dengan PEMBINA_MONGODB_URI, PEMBINA_S3_ENDPOINT, PEMBINA_S3_ACCESS_KEY, PEMBINA_S3_SECRET_KEY." \
    "This command is for Linux on x86-64 only. Here: run 'docker compose up' (see docker-compose.yml)," \
    "or name your own servers by PEMBINA_MONGODB_URI, PEMBINA_S3_ENDPOINT, PEMBINA_S3_ACCESS_KEY, PEMBINA_S3_SECRET_KEY."
}

missing_packages() {
  local installed
  # shellcheck disable=SC2086 # one word per package
  installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $DEBIAN_PACKAGES 2>/dev/null | sed -n 's/^ii //p' | tr '\n' ' ')"
  for package in $DEBIAN_PACKAGES; do
    case "$installed" in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

install_debian_packages() {
  local missing as_root=()
  if ! command -v apt-get dpkg-query >/dev/null; then
    without_apt
    return
  fi
  missing="$(missing_packages)"
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "Jalankan sebagai root / run as root: apt-get install --no-install-recommends $missing"
    as_root=(sudo)
  fi
  say "memasang paket Debian / installing Debian packages (apt-get${as_root[*]:+, sudo}): $missing"
  "${as_root[@]}" apt-get update -qq 2>&1 | anonymous | sed '/^W:/d' \
    || say "daftar paket tidak dapat diperbarui, dicoba dengan yang ada / package lists not updated, trying those at hand"
  # shellcheck disable=SC2086
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing 2>&1 \
    | anonymous | awk '/^(E|Err):/ { print "    " $0 } /^Setting up/ { n++; if (n % 25 == 0) { print "    " n " ..."; fflush() } }' \
    || fail "apt-get gagal; jalankan sendiri / apt-get failed; run it yourself: apt-get install --no-install-recommends $missing"
}

without_apt() {
  /usr/bin/python3 -c 'import uno' 2>/dev/null && command -v soffice >/dev/null && return
  fail "Sistem ini tidak memakai apt-get. Pasang sendiri LibreOffice Writer dengan jembatan Python-nya (di Debian: $DEBIAN_PACKAGES)." \
    "This system has no apt-get. Install LibreOffice Writer and its Python bridge yourself (on Debian: $DEBIAN_PACKAGES)."
}

new_enough() { "$1" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  for candidate in "${PYTHON:-python3}" python3.11 /usr/bin/python3 python3.12 python3.13; do
    if command -v "$candidate" >/dev/null && new_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  fail "Perlu Python 3.11 atau lebih baru; sebutkan dengan / Python 3.11 or newer is needed; name it by: PYTHON=/path/to/python3 make ..."
}

# What the environment must hold: it is made anew or completed when this changes.
fingerprint() { cat "$LOCK" pyproject.toml "scripts/bootstrap.sh" <(pwd) | sha256sum | cut -d ' ' -f 1; }

pip_install() {
  .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-deps "$@" 2>&1 | anonymous
}

pip_failed() {
  fail "pip gagal (lihat di atas); periksa jaringan, lalu ulangi / pip failed (see above); check the network, then try again"
}

install_python_packages() {
  local total
  { new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; } || {
    say "membuat lingkungan Python / making the Python environment: .venv"
    "$(find_python)" -m venv --clear .venv
  }
  total="$(grep -c '^[a-z0-9].*==' "$LOCK")"
  say "memasang $total paket Python dari $LOCK / installing $total Python packages from $LOCK"
  # First the build tool: a package that comes as source is built by it, and not by one fetched without a hash.
  pip_install --quiet --require-hashes -r <(awk '/^[^ #]/ { on = /^setuptools==/ } on' "$LOCK") || pip_failed
  pip_install --require-hashes --no-build-isolation -r "$LOCK" | awk -v total="$total" '
    /^(Collecting|Requirement already)/ { n++; if (n % 20 == 0) { print "    " n " / " total; fflush() } }
    /^Installing collected/ { print "    menyalin / copying ..."; fflush() }
    /^ *(ERROR|error)/ { print "    " $0 }' \
    || pip_failed
  pip_install --quiet --no-build-isolation -e . || fail "pemasangan pembina gagal / installing pembina failed"
}

main() {
  local begun=$SECONDS stamp=".venv/.installed-$KIND" wanted
  check_platform
  install_debian_packages
  wanted="$(fingerprint)"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || [ ! -x .venv/bin/pembina ]; then
    install_python_packages
    echo "$wanted" > "$stamp"
    say "siap dalam $((SECONDS - begun)) detik / ready in $((SECONDS - begun)) seconds"
  fi
}

main
