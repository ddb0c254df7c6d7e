"""The pages over HTTP, before an API that answers what the test says."""

import re
from collections.abc import Mapping
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.receiving import LARGEST_UPLOAD_BYTES
from portal.pages import MEASURES_DOCUMENT, VERIFICATION_DOCUMENT, Portal
from portal.responses import CONTENT_SECURITY_POLICY
from tests.unit.portal import measures, reports

PUBLIC_URL = "https://pembina.contoh.invalid"
MARK = "TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM"


class Site:
    """A portal whose API gives one report, and remembers what it was asked."""

    def __init__(self, report: dict[str, Any] | None = None, **portal: Any) -> None:
        self.report = report or reports.unknown()
        self.asked: list[Mapping[str, Any]] = []
        self.measures: list[Mapping[str, Any]] = []
        self.portal = Portal(ask=self.ask, **{"development": False, "public_url": PUBLIC_URL, **portal})
        self.app = Starlette(routes=[Route("/verify", self.upload, methods=["POST"]), *self.portal.routes()])

    async def ask(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        self.asked.append(variables)
        if document == MEASURES_DOCUMENT:
            return self.measures[len(self.asked) - 1]
        assert document == VERIFICATION_DOCUMENT
        return {"verify": self.report}

    async def upload(self, request: Request) -> Response:
        return self.portal.report_page(request, self.report)

    def request(self, method: str, address: str, **options: Any) -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.request(method, address, **options)

        return anyio.run(answer)

    def get(self, address: str, **options: Any) -> httpx.Response:
        return self.request("GET", address, **options)

    def post(self, address: str = "/verify") -> httpx.Response:
        return self.request("POST", address)


def words(html: str) -> str:
    """The text of a page, spaces made one."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.split("<main", 1)[1].split("</main>")[0]).split())


# --- what is not found, or not understood -------------------------------------------------------------------------------


def test_unknown_code_is_404_and_says_what_to_do() -> None:
    site = Site(reports.unknown())
    answer = site.get(f"/v/{'0' * 32}")
    assert answer.status_code == 404
    assert site.asked == [{"code": "0" * 32}]
    text = words(answer.text)
    assert "Tidak ada naskah dengan kode ini" in text
    assert "0000 0000 0000 0000 0000 0000 0000 0000" in text
    assert "jangan terima naskah itu" in text
    assert 'enctype="multipart/form-data"' in answer.text


def test_unknown_digest_is_404_and_offers_the_upload() -> None:
    site = Site(reports.unknown(reports.OTHER_SHA256))
    answer = site.get(f"/verify?sha256={reports.OTHER_SHA256}&lang=en")
    assert answer.status_code == 404
    assert site.asked == [{"sha256": reports.OTHER_SHA256}]
    assert "No paper has this SHA-256" in words(answer.text)
    assert reports.OTHER_SHA256 in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/v/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/v/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "/v/short",
        "/v/",
        f"/v/{reports.CODE}/x",
        "/v/" + "z" * 5_000,
        f"/v/{reports.SHA256}",
        "/verify?sha256=%3Cscript%3E",
        f"/verify?sha256={reports.CODE}",
        "/verify?sha256=",
    ],
)
def test_impossible_codes_are_404_without_asking_and_never_repeated(address: str) -> None:
    site = Site()
    answer = site.get(address)
    assert answer.status_code == 404
    assert site.asked == []
    assert "alert(1)" not in answer.text
    assert "onerror" not in answer.text
    assert "zzzz" not in answer.text
    assert "tidak memuat kode verifikasi yang mungkin" in answer.text


@pytest.mark.parametrize("typed", ["", "12/B/D.2/SLA/XI/2026", "<b>x</b>", "%00"])
def test_what_is_neither_code_nor_digest_is_400_and_says_where_the_code_stands(typed: str) -> None:
    site = Site()
    answer = site.get("/verify", params={"q": typed})
    assert answer.status_code == 400
    assert "nomor surat bukan kode" in words(answer.text)
    assert "<b>x" not in answer.text
    assert site.asked == []


@pytest.mark.parametrize(
    ("typed", "language", "address"),
    [
        (reports.CODE.upper(), "", f"/v/{reports.CODE}"),
        (f"https://elsewhere.invalid/v/{reports.CODE}", "en", f"/v/{reports.CODE}?lang=en"),
        (reports.SHA256, "id", f"/verify?sha256={reports.SHA256}&lang=id"),
    ],
)
def test_what_is_typed_leads_to_an_address_of_its_own_on_this_site(typed: str, language: str, address: str) -> None:
    parameters = {"q": typed, "lang": language} if language else {"q": typed}
    answer = Site().get("/verify", params=parameters)
    assert (answer.status_code, answer.headers["location"]) == (303, address)


def test_problem_page_shows_its_words_as_words() -> None:
    site = Site()
    request = Request(
        {
            "type": "http",
            "method": "POST",
            "path": "/verify",
            "query_string": b"lang=en",
            "headers": [(b"host", b"testserver")],
            "server": ("testserver", 80),
            "scheme": "http",
        }
    )
    answer = site.portal.problem_page(request, 413, "Berkas lebih dari 25 MiB.", "<i>Larger</i> than 25 MiB.")
    assert answer.status_code == 413
    html = bytes(answer.body).decode()
    assert '<p class="lead notice" role="alert">&lt;i&gt;Larger&lt;/i&gt; than 25 MiB.</p>' in html
    assert 'href="/verify?lang=id"' in html


# --- reports --------------------------------------------------------------------------------------------------------


def test_code_page_says_that_no_file_was_checked() -> None:
    site = Site(reports.by_code())
    answer = site.get(f"/v/{reports.CODE}")
    assert answer.status_code == 200
    text = words(answer.text)
    assert "Asli? Belum diperiksa Not yet checked" in text
    assert "Berlaku hari ini? Berlaku In force" in text
    assert "Pada naskah yang kami simpan; berkas Anda belum diperiksa." in text
    assert text.count("Hasil sah, sertifikat tepercaya") == 2
    assert "Pemeriksaan Pemeriksaan atas naskah yang kami simpan, bukan atas berkas Anda." in text
    assert "Berkas dinyatakan asli" not in text
    assert f'data-compare="{reports.SHA256}"' in answer.text


def test_genuine_page_holds_every_fact() -> None:
    site = Site(reports.genuine())
    text = words(site.post().text)
    assert "Asli dan berlaku" in text
    assert "Asli? Asli Genuine Kami yang menerbitkannya" in text
    assert "Berlaku hari ini? Berlaku In force" in text
    facts = (
        "Jenis Kesepakatan tingkat layanan Nomor 12/B/D.2/SLA/XI/2026 Tanggal 20 November 2026 "
        "Instansi Kabupaten Sinar Mulya Tanda tangan 2 "
        f"Kode verifikasi {reports.CODE} SHA-256 {reports.SHA256}"
    )
    assert facts in text
    assert (
        "Sekar Wulandari Jenis Tanda tangan elektronik pejabat Waktu 20 November 2026 pukul 09.11.40 WIB "
        "Tingkat PAdES B-LT Hasil sah, sertifikat tepercaya"
    ) in text
    assert "Bima Prasetya Plh. Deputi Contoh Jenis Tanda tangan elektronik pejabat" in text
    for number, (statement, evidence) in enumerate(zip(reports.STATEMENTS, reports.EVIDENCE, strict=True), start=1):
        assert f"{number} {statement[0]} {evidence[0]} Lulus" in text


def test_genuine_page_in_english() -> None:
    text = words(Site(reports.genuine(standing="TERMINATED")).post("/verify?lang=en").text)
    assert "Genuine, but terminated" in text
    assert "Genuine? Genuine Asli We issued it" in text
    assert "In force today? Terminated Dihentikan This paper is no longer in force." in text
    assert "Kind Service-level agreement" in text
    assert "1 The file is a paper that we issued" in text
    assert "Asli dan berlaku" not in text


def test_altered_file_shows_both_digests_and_no_good_sign_for_the_standing() -> None:
    answer = Site(reports.altered()).post()
    text = words(answer.text)
    assert "Berkas ini tidak asli" in text
    assert f"SHA-256 {reports.SHA256} SHA-256 berkas Anda {reports.OTHER_SHA256}" in text
    assert '<section class="answer bad" aria-labelledby="genuine">' in answer.text
    assert '<section class="answer neutral" aria-labelledby="standing">' in answer.text
    assert text.count("Gagal") == 4
    assert text.count("Tidak pasti") == 1


def test_foreign_file_gets_a_report_without_our_word_for_its_names() -> None:
    text = words(Site(reports.not_ours()).post().text)
    assert "Nama menurut berkas itu sendiri; kami tidak menjaminnya. Deputi LKPP Waktu tidak diketahui" in text
    assert "sah, sertifikat TIDAK tepercaya" in text
    assert f"Berkas Anda SHA-256 {reports.OTHER_SHA256}" in text
    assert "Naskah yang tercatat" not in text


def test_names_from_a_hostile_file_are_only_text() -> None:
    hostile = '</bdi><script>alert("x")</script>\u202egnp'
    answer = Site(
        reports.not_ours(
            signatures=[reports.signature(hostile, '"><img src=x>', "2026-11-20T02:11:40.000Z", valid=False)]
        )
    ).post()
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "<bdi>&lt;/bdi&gt;&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;\u202egnp</bdi>" in answer.text
    assert "TIDAK sah" in answer.text


def test_seal_is_named_as_one() -> None:
    signature = reports.signature("Segel Elektronik LKPP", "B-LTA", "2026-11-20T02:11:40.000Z", kind="SEAL")
    text = words(Site(reports.genuine(signatures=[signature])).post().text)
    assert "Segel Elektronik LKPP Jenis Segel elektronik instansi" in text


def test_not_proven_says_which_check_is_open() -> None:
    text = words(Site(reports.not_proven()).post().text)
    assert "Keaslian tidak terbukti" in text
    assert "Semua rantai menuju akar yang dikonfigurasi. Tidak pasti" in text


def test_signatures_that_nobody_examined_are_neither_valid_nor_invalid() -> None:
    lost = words(Site(reports.missing()).get(f"/verify?sha256={reports.SHA256}").text)
    assert "Keaslian tidak terbukti" in lost
    assert lost.count("Hasil belum diperiksa") == 2
    unreached = reports.by_code(
        checks=reports.checks(*["INDETERMINATE"] * 6), signatures=reports.unexamined(), timestamps=[]
    )
    by_code = words(Site(unreached).get(f"/v/{reports.CODE}").text)
    assert by_code.count("Hasil belum diperiksa") == 2
    for text in (lost, by_code):
        assert "sertifikat tepercaya" not in text
        assert "TIDAK sah" not in text


def test_a_certificate_shows_what_a_copied_code_cannot_change() -> None:
    """A forged paper with a genuine code differs in unit, standards or dates; the PDF that we issued is one link away."""
    site = Site(reports.by_code(document=reports.certificate()))
    answer = site.get(f"/v/{reports.CODE}")
    text = words(answer.text)
    assert (
        "Unit LPSE Sinar Mulya Instansi Kabupaten Sinar Mulya Standar yang ditetapkan "
        "Standar Pengelolaan Keamanan Perangkat, 2 Oktober 2026 (dicabut) "
        "Standar Pengelolaan Keamanan Server dan Jaringan, 20 November 2026 Tanda tangan 1"
    ) in text
    assert "Cocokkan unit, setiap standar dengan tanggalnya, nomor, tanggal, instansi" in text
    assert '<a href="https://pembina.contoh.invalid/documents/doc-1">Unduh PDF terbitan kami</a>' in answer.text
    english = words(site.get(f"/v/{reports.CODE}?lang=en").text)
    assert "S09 equipment security management, 2 October 2026 (revoked)" in english
    assert "Unduh PDF terbitan kami" not in Site(reports.by_code()).get(f"/v/{reports.CODE}").text


def test_the_text_of_the_second_qr_code_says_what_it_says_and_what_stands_today() -> None:
    text = "PBN1:6BF+70790T9WJWG.FKY*4GO0"
    site = Site(reports.by_credential(standing="PARTLY_REVOKED"))
    answer = site.get("/verify", params={"q": f" {text} "})
    assert (answer.status_code, site.asked) == (200, [{"credential": text}])
    page = words(answer.text)
    assert (
        f"Isi kode QR kedua Ditandatangani kunci kami; dapat disalin ke kertas lain. Nomor {reports.NUMBER} Edisi 2 "
        "Unit LPSE Sinar Mulya Instansi Kabupaten Sinar Mulya Standar "
        "Standar Pengelolaan Keamanan Perangkat, 2 Oktober 2026 (dicabut)"
    ) in page
    assert "Dibuat 20 November 2026 pukul 09.11.40 WIB Berlaku sampai 19 November 2028" in page
    assert "Asli? Belum diperiksa" in page
    assert "Berlaku hari ini? Dicabut sebagian" in page
    assert "Isi kode QR kedua" not in words(Site(reports.by_code()).get(f"/v/{reports.CODE}").text)


def test_a_credential_that_is_not_ours_is_told_so_in_the_words_of_the_report() -> None:
    site = Site(reports.unknown() | {"messageId": "BUKAN KREDENSIAL LKPP.", "messageEn": "NOT A CREDENTIAL OF LKPP."})
    answer = site.get("/verify?q=PBN1:ABC")
    assert (answer.status_code, "BUKAN KREDENSIAL LKPP." in answer.text) == (404, True)


def test_digest_page_shows_the_checks_of_the_stored_file() -> None:
    site = Site(reports.genuine())
    answer = site.get(f"/verify?sha256={reports.SHA256}")
    assert answer.status_code == 200
    assert "Asli dan berlaku" in words(answer.text)


# --- every page -----------------------------------------------------------------------------------------------------

PAGES = ["/", "/verify", f"/v/{reports.CODE}", f"/verify?sha256={reports.SHA256}", "/v/x", "/verify?q=x"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_safe_and_says_its_language(address: str, language: str) -> None:
    answer = Site(reports.by_code()).get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in answer.text
    assert f"{PUBLIC_URL}/</strong>" in answer.text
    assert answer.text.count("<h1>") == 1
    assert not re.search(r'style="|<style|onclick|javascript:|<script(?! src="/static/)', answer.text)
    assert set(re.findall(r'(?:src|href|action)="(https?:[^"]*)"', answer.text)) == set()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_bears_the_mark_in_development_only(address: str) -> None:
    official = reports.by_code(development=False)
    assert MARK in Site(official, development=True).get(address).text
    assert MARK not in Site(official, development=False).get(address).text


def test_a_test_signature_is_marked_wherever_it_is_shown() -> None:
    assert MARK in Site(reports.genuine(), development=False).post().text


def test_only_the_entrances_are_for_search_engines() -> None:
    site = Site(reports.by_code())
    assert "x-robots-tag" not in site.get("/").headers
    assert "x-robots-tag" not in site.get("/verify").headers
    assert site.get(f"/v/{reports.CODE}").headers["x-robots-tag"] == "noindex, nofollow"
    assert site.post().headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("report", "method", "address", "expected"),
    [
        (reports.by_code(), "GET", f"/v/{reports.CODE.upper()}", f"/v/{reports.CODE}?lang=en"),
        (reports.genuine(), "POST", "/verify", f"/verify?sha256={reports.SHA256}&amp;lang=en"),
        (reports.genuine(sha256=reports.OTHER_SHA256), "POST", "/verify", "/verify?lang=en"),
        (reports.altered(), "POST", "/verify", "/verify?lang=en"),
        (reports.not_ours(), "POST", "/verify", "/verify?lang=en"),
        (None, "GET", "/", "/?lang=en"),
        (None, "GET", f"/v/{reports.CODE}", f"/v/{reports.CODE}?lang=en"),
        (None, "GET", f"/verify?sha256={reports.SHA256}", f"/verify?sha256={reports.SHA256}&amp;lang=en"),
    ],
)
def test_other_language_is_one_link_away(
    report: dict[str, Any] | None, method: str, address: str, expected: str
) -> None:
    answer = Site(report).request(method, address)
    assert f'<a href="{expected}" lang="en" hreflang="en" rel="alternate">English</a>' in answer.text


def test_links_keep_the_language_that_was_asked_for() -> None:
    assert 'class="mark" href="/?lang=en"' in Site().get("/verify?lang=en").text
    assert 'class="mark" href="/"' in Site().get("/verify", headers={"accept-language": "en"}).text


def test_without_a_configured_address_the_one_that_was_asked_is_shown() -> None:
    assert "http://testserver/</strong>" in Site(public_url="").get("/").text


def test_says_the_size_that_uploads_may_have() -> None:
    assert LARGEST_UPLOAD_BYTES == 20 * 1024 * 1024
    assert "paling besar 20 MiB" in Site().get("/").text
    assert "at most 7 MiB" in Site(largest_upload_mib=7).get("/?lang=en").text


def test_home_leads_to_both_ways() -> None:
    text = Site().get("/").text
    assert 'method="get" action="/verify"' in text
    assert 'method="post" action="/verify?lang=id"' in text
    assert 'type="file" required accept="application/pdf,.pdf"' in text


def test_a_slash_too_many_does_no_harm() -> None:
    site = Site(reports.by_code())
    assert site.get(f"/v/{reports.CODE}/").status_code == 200
    assert site.asked == [{"code": reports.CODE}]


def test_head_answers_as_get_does() -> None:
    answer = Site(reports.by_code()).request("HEAD", f"/v/{reports.CODE}")
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("pembina.css", "text/css"), ("compare.js", "text/javascript"), ("icon.svg", "image/svg+xml")],
)
def test_static_files_are_kept_for_ever_under_the_address_that_names_their_content(name: str, kind: str) -> None:
    site = Site()
    address = re.findall(rf'"(/static/{re.escape(name)}\?v=[0-9a-f]{{12}})"', site.get("/").text)[0]
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.get(f"/static/{name}").headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("path", ["/static/../pages.py", "/static/%2e%2e/pages.py", "/static/nothing.css"])
def test_nothing_else_is_served(path: str) -> None:
    assert Site().get(path).status_code == 404


# --- stopped services and measures --------------------------------------------------------------------------------------


def test_stopped_services_and_measures_are_listed_in_both_languages() -> None:
    """II.2.2: what stands, against whom, since when; nothing of findings, letters or objections."""
    site = Site()
    site.measures = [measures.answered(), measures.answered()]
    answer = site.get("/measures")
    assert (answer.status_code, site.asked) == (200, [{}])
    text = words(answer.text)
    assert "Layanan SPSE yang dihentikan (1) LPSE Contoh Selatan Kabupaten Contoh Selatan Layanan dihentikan;" in text
    assert "Tindakan pembinaan yang berlaku (2) LPSE Contoh Selatan Kabupaten Contoh Selatan" in text
    assert "Penghentian layanan SPSE: pengambilalihan hak akses, 20 November 2026" in text
    assert "Pencabutan sertifikat standarisasi, 2 Oktober 2026 Standar Pengelolaan Keamanan Perangkat (S09)" in text
    english = words(site.get("/measures?lang=en").text)
    assert "Stop of the SPSE service: takeover of access rights, 20 November 2026" in english
    assert "(S09)" in english


def test_where_nothing_is_public_the_page_says_so_and_does_not_say_that_none_stands() -> None:
    site = Site()
    site.measures = [measures.answered(units=[], imposed=[])]
    text = words(site.get("/measures").text)
    assert "Tidak ada layanan yang sedang dihentikan." in text
    assert "tidak ada tindakan yang berlaku, atau LKPP tidak membukanya untuk umum" in text


def test_a_long_list_is_read_page_by_page_and_a_list_that_ended_is_not_begun_again() -> None:
    site = Site()
    empty = measures.answered(imposed=[], total=1)
    site.measures = [measures.answered(more=True), empty | {"units": measures.listed([], total=1)}]
    text = words(site.get("/measures").text)
    assert site.asked == [{}, {"stoppedAfter": "units-end", "measuresAfter": "sanctionRegister-end"}]
    assert text.count("Kabupaten Contoh Selatan") == 2


def test_a_name_is_text_and_never_markup() -> None:
    site = Site()
    unit = {"name": "<b>LPSE</b>", "state": "STOPPED", "institution": None}
    site.measures = [measures.answered(units=[unit], imposed=[])]
    html = site.get("/measures").text
    assert "&lt;b&gt;LPSE&lt;/b&gt;" in html
    assert "<b>LPSE" not in html


def test_the_standards_indication_stands_beside_our_verdict() -> None:
    """ETSI EN 319 102-1, section 5.1.3."""
    good = words(Site(reports.genuine()).post().text)
    assert good.count("Hasil sah, sertifikat tepercaya ETSI EN 319 102-1 TOTAL_PASSED Sertifikat (SHA-256)") == 2
    assert (
        "Stempel waktu arsip Otoritas Penanda Waktu Waktu terbukti 20 November 2026 pukul 15.30.06 WIB "
        f"Hasil sah ETSI EN 319 102-1 TOTAL_PASSED Sertifikat (SHA-256) {'d8' * 32}"
    ) in good
    foreign = words(Site(reports.not_ours()).post("/verify?lang=en").text)
    assert "ETSI EN 319 102-1 INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND Reason No chain." in foreign
    assert "Archive time stamps" not in foreign


def test_a_time_stamp_that_proves_nothing_says_so_and_why() -> None:
    reason = {"code": "HASH_FAILURE", "textId": "Isinya <b>lain</b>.", "textEn": "Other."}
    stamp = reports.timestamp(
        provenAt=None, valid=False, indication="TOTAL_FAILED", subIndication="HASH_FAILURE", reasons=[reason]
    )
    answer = Site(reports.altered(timestamps=[stamp])).post().text
    assert "<b>lain" not in answer
    assert (
        "Waktu terbukti tidak terbukti Hasil TIDAK sah ETSI EN 319 102-1 TOTAL_FAILED / HASH_FAILURE "
        "Alasan Isinya &lt;b&gt;lain&lt;/b&gt;."
    ) in words(answer)


def test_what_nobody_examined_has_no_indication() -> None:
    assert "ETSI EN 319 102-1" not in words(Site(reports.missing()).post().text)
