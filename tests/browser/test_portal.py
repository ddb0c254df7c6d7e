"""The public pages in a real browser: they fit, they work without scripts, by keyboard and on paper, and call nobody else."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import Page
from tests.browser.sample_site import CERTIFICATE_CODE, GENUINE_FILE, GENUINE_SHA256, TERMINATED_CODE
from tests.unit.portal.reports import CODE

Tab = Callable[..., Page]

ADDRESSES = {
    "home": "/",
    "upload": "/verify",
    "code": f"/v/{CODE}",
    "terminated": f"/v/{TERMINATED_CODE}",
    "certificate": f"/v/{CERTIFICATE_CODE}",
    "digest": f"/verify?sha256={GENUINE_SHA256}",
    "unknown": f"/v/{'0' * 32}",
    "problem": "/verify?q=12/B/D.2",
    "measures": "/measures",
}
EXPECTED_STATUS = {"unknown": "404", "problem": "400"}

TOO_WIDE = """[...document.querySelectorAll('body *')]
  .filter(e => e.getClientRects().length && !e.closest('svg') && !e.matches('.skip'))
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
            || e.getBoundingClientRect().left < -0.5)
  .map(e => e.outerHTML.slice(0, 120))"""

CONTRASTS = """(() => {
  const light = c => { const l = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                       return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
  const rgb = s => s.match(/[\\d.]+/g).map(Number);
  const under = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                       if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(under(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) found.push([ratio.toFixed(2), walker.currentNode.data.trim().slice(0, 60)]);
  }
  return found;
})()"""

UNLABELLED = """[...document.querySelectorAll('input:not([type=hidden]), button, a, nav, section, form, svg')]
  .filter(e => e.tagName === 'INPUT' ? !e.labels.length
             : e.tagName === 'SVG' || e.tagName === 'svg' ? e.getAttribute('aria-hidden') !== 'true'
             : ['NAV', 'SECTION', 'FORM'].includes(e.tagName)
               ? !(e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby')))
             : !e.textContent.trim())
  .map(e => e.outerHTML.slice(0, 120))"""

DOUBLE_IDS = """[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n)"""


def upload(page: Page, site: str, file: Path, *, language: str = "id") -> None:
    page.go(f"{site}/verify?lang={language}")
    page.choose_file("#file", file)
    page.click("form[method=post] button")


def written(folder: Path, data: bytes) -> Path:
    file = folder / "naskah.pdf"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_page_is_whole_quiet_and_fits_a_small_telephone(tab: Tab, site: str, name: str, language: str) -> None:
    """WCAG 2.2: 1.4.10 reflow at 320 CSS pixels, 1.4.3 contrast 4.5:1, 4.1.2 names, 3.1.1 language of the page."""
    page = tab(width=320, height=640)
    address = f"{site}{ADDRESSES[name]}"
    page.go(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert page.value("document.documentElement.lang") == language
    assert page.value("document.documentElement.scrollWidth") == 320
    assert page.value(TOO_WIDE) == []
    assert page.value(CONTRASTS) == []
    assert page.value(UNLABELLED) == []
    assert page.value(DOUBLE_IDS) == []
    assert page.value("['header','main','footer','h1'].map(name => document.querySelectorAll(name).length)") == [1] * 4
    assert page.value("getComputedStyle(document.querySelector('.test-mark')).display") == "block"
    expected = EXPECTED_STATUS.get(name)
    assert [text for text in page.complaints() if expected is None or expected not in text] == []
    assert {urlsplit(url).netloc for url in page.requested() if url != "about:blank"} == {urlsplit(site).netloc}


@pytest.mark.parametrize(
    ("data", "line", "panels"),
    [
        (GENUINE_FILE, "Asli dan berlaku", ["answer good", "answer good"]),
        (GENUINE_FILE + b"!", "Berkas ini tidak asli", ["answer bad", "answer neutral"]),
        (b"no PDF at all", "Berkas ini bukan dari kami", ["answer bad", "answer neutral"]),
    ],
)
def test_uploaded_file_is_answered(
    tab: Tab, site: str, tmp_path: Path, data: bytes, line: str, panels: list[str]
) -> None:
    page = tab(width=320, height=640)
    upload(page, site, written(tmp_path, data))
    assert page.value("document.querySelector('h1').textContent") == line
    assert page.value("[...document.querySelectorAll('.answer')].map(e => e.className)") == panels
    assert page.value("document.documentElement.scrollWidth") == 320
    assert page.value(TOO_WIDE) == []
    assert page.value(CONTRASTS) == []
    assert page.value(UNLABELLED) == []
    assert page.value(DOUBLE_IDS) == []
    assert page.complaints() == []


def test_upload_works_without_scripts(tab: Tab, site: str, tmp_path: Path) -> None:
    page = tab()
    page.without_scripts()
    upload(page, site, written(tmp_path, GENUINE_FILE), language="en")
    assert page.value("document.querySelector('h1').textContent") == "Genuine and in force"


def test_nothing_is_sent_where_no_file_is_chosen(tab: Tab, site: str) -> None:
    page = tab()
    page.go(f"{site}/verify")
    page.value("document.querySelector('form[method=post] button').click()")
    assert page.value("document.querySelector('#file').validity.valueMissing") is True
    assert page.value("location.pathname") == "/verify"


def test_typed_code_leads_to_its_address(tab: Tab, site: str) -> None:
    page = tab()
    page.go(f"{site}/?lang=en")
    page.value(f"document.querySelector('#q').value = '{CODE.upper()[:16]} {CODE.upper()[16:]}'")
    page.click("form[method=get] button")
    assert page.value("location.pathname + location.search") == f"/v/{CODE}?lang=en"
    assert page.value("document.querySelector('h1').textContent") == "This paper is on our record"


@pytest.mark.parametrize(
    ("data", "case"), [(GENUINE_FILE, "same"), (GENUINE_FILE + b"!", "different"), (b"", "different")]
)
def test_browser_compares_a_file_without_sending_it(
    tab: Tab, site: str, tmp_path: Path, data: bytes, case: str
) -> None:
    page = tab()
    page.go(f"{site}/v/{CODE}")
    before = page.requested()
    page.choose_file("#file", written(tmp_path, data))
    page.value(
        "new Promise(done => { const p = document.querySelector('[data-compare]');"
        " const look = () => p.hidden ? setTimeout(look, 10) : done(); look(); })"
    )
    shown = "[...document.querySelectorAll('[data-case]')].filter(e => !e.hidden).map(e => e.dataset.case)"
    assert page.value(shown) == [case]
    assert page.requested() == before
    assert page.complaints() == []


def test_browser_looks_up_a_digest_without_sending_the_file(tab: Tab, site: str, tmp_path: Path) -> None:
    page = tab()
    page.go(f"{site}/verify?lang=en")
    page.choose_file("#file", written(tmp_path, GENUINE_FILE))
    page.value(
        "new Promise(done => { const p = document.querySelector('[data-compare]');"
        " const look = () => p.hidden ? setTimeout(look, 10) : done(); look(); })"
    )
    assert page.value("document.querySelector('[data-digest]').textContent") == GENUINE_SHA256
    page.click("[data-lookup]")
    assert page.value("location.search") == f"?lang=en&sha256={GENUINE_SHA256}"
    assert page.value("document.querySelector('h1').textContent") == "Genuine and in force"


def test_keyboard_reaches_the_content_first_and_focus_is_seen(tab: Tab, site: str) -> None:
    """WCAG 2.2: 2.4.1 bypass blocks, 2.4.7 focus visible."""
    page = tab()
    page.go(f"{site}/")
    page.press("Tab", 9)
    assert page.value("document.activeElement.className") == "skip"
    assert page.value("document.activeElement.getBoundingClientRect().left >= 0") is True
    page.press("Tab", 9)
    page.press("Tab", 9)
    assert page.value("document.activeElement.getAttribute('href')") == "/measures"
    assert page.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_language_is_one_click_away_and_stays(tab: Tab, site: str) -> None:
    page = tab()
    page.go(f"{site}/v/{CODE}?lang=id")
    page.click("nav a[hreflang=en]")
    assert page.value("document.documentElement.lang") == "en"
    page.click(".mark")
    assert page.value("document.querySelector('h1').textContent") == "Is this paper genuine, and still in force?"


def test_content_from_elsewhere_is_refused(tab: Tab, site: str) -> None:
    """The policy is in force: an inline script, style and a foreign picture do nothing, and the browser says so."""
    page = tab()
    page.go(f"{site}/")
    page.value(
        "document.body.insertAdjacentHTML('beforeend',"
        ' \'<p id=probe style="color: rgb(1, 2, 3)"></p><img src="http://127.0.0.1:9/x.png" onerror="window.ran = 1">\')'
    )
    assert page.value("getComputedStyle(document.querySelector('#probe')).color") != "rgb(1, 2, 3)"
    assert page.value("new Promise(done => setTimeout(() => done(typeof window.ran), 50))") == "undefined"
    assert any("Content Security Policy" in text for text in page.complaints())


def test_report_is_printed_on_two_sheets_with_its_marks(tab: Tab, site: str, tmp_path: Path) -> None:
    page = tab()
    upload(page, site, written(tmp_path, GENUINE_FILE))
    page.pdf(tmp_path / "report.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    assert text.count("\f") == 2
    assert "TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM" in text
    assert "Asli dan berlaku" in text
    assert "Cetakan ini sendiri tidak membuktikan apa pun" in text
    assert "https://pembina.contoh.invalid" in text
    assert "Unggah berkas" not in text
