"""Rendering: literal values, named faults, a sandbox, the same bytes each time."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents.attachments import CREDENTIAL_KINDS
from documents.contexts import Marks
from documents.errors import RenderError, TemplateNotRegistered
from documents.render import render, template
from documents.specimens import (
    APPROVAL,
    COMPLETION_REQUEST,
    INSTALLATION_MINUTES,
    RECEIPT,
    SLA,
    SPECIMENS,
    credential_of,
    numbering,
)
from documents.templates.register import FOLDER, register
from documents.text import docx_text, one_line
from domain.document_kinds import DocumentKind

PLAIN = Marks(development=False, draft=False)
NUMBER = numbering("SPJ")


def approval(name: str) -> str:
    """The text of an approval to somebody with this name."""
    context = replace(APPROVAL, addressee=replace(APPROVAL.addressee, name=name))
    return docx_text(render(DocumentKind.APPROVAL, context, numbering=NUMBER, marks=PLAIN))


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str], Path]:
    """A folder of templates in which an official replaced words of the approval, and registered it."""

    def edit(old: str, new: str) -> Path:
        shutil.copytree(FOLDER, tmp_path / "templates", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        path = tmp_path / "templates" / "approval.docx"
        paper = docx.Document(str(path))
        (run,) = [run for paragraph in paper.paragraphs for run in paragraph.runs if old in run.text]
        run.text = run.text.replace(old, new)
        paper.save(str(path))
        register(path.parent)
        return path.parent

    return edit


@pytest.mark.parametrize(
    ("field", "text", "character"),
    [("name", "a\x00b", "U\\+0000"), ("name", "a\x0bb", "U\\+000B"), ("place", "a\ufffe", "U\\+FFFE"),
     ("place", "\ud800", "U\\+D800")],
)  # fmt: skip
def test_a_character_that_xml_cannot_hold_is_refused_by_its_field(field: str, text: str, character: str) -> None:
    context = replace(APPROVAL, addressee=replace(APPROVAL.addressee, **{field: text}))
    with pytest.raises(RenderError, match=f"^addressee.{field}: character {character} cannot be printed") as caught:
        render(DocumentKind.APPROVAL, context, numbering=NUMBER, marks=PLAIN)
    assert caught.value.field == f"addressee.{field}"


def test_the_field_of_a_long_list_is_named() -> None:
    items = (*COMPLETION_REQUEST.items, replace(COMPLETION_REQUEST.items[0], reason="\x07"))
    with pytest.raises(RenderError) as caught:
        render(DocumentKind.COMPLETION_REQUEST, replace(COMPLETION_REQUEST, items=items), numbering=NUMBER, marks=PLAIN)
    assert caught.value.field == "items[2].reason"


def test_an_unprintable_number_is_refused() -> None:
    with pytest.raises(RenderError) as caught:
        render(DocumentKind.APPROVAL, APPROVAL, numbering=replace(NUMBER, code="\x01"), marks=PLAIN)
    assert caught.value.field == "numbering.code"


def test_the_context_of_another_kind_is_refused() -> None:
    with pytest.raises(RenderError, match="ApplicationReceipt is not the context of APPROVAL"):
        render(DocumentKind.APPROVAL, RECEIPT, numbering=NUMBER, marks=PLAIN)


def test_only_a_draft_goes_without_a_number() -> None:
    with pytest.raises(RenderError, match="only a draft") as caught:
        render(DocumentKind.SLA, SLA, numbering=None, marks=PLAIN)
    assert caught.value.field == "numbering"


@pytest.mark.parametrize(
    ("tag", "field", "message"),
    [
        ("{{ addressee.nik }}", "nik", "a value is missing"),
        ("{{ secretary }}", "secretary", "a value is missing"),
        ("{{ signatory.identity }}", "identity", "a value is missing"),
        ("{{ complete_on }}", "", "a date cannot be printed as it is"),
        ("{{ marks.draft }}", "", "a bool cannot be printed as it is"),
        ("{{ addressee.name | reverse }}", "", "faulty tag: No filter named 'reverse'"),
        ("{% if %}", "", "faulty tag"),
        ("{{ addressee.__class__.__mro__ }}", "", "access to attribute '__class__' of 'Addressee' object is unsafe"),
        ("{{ cycler.__init__.__globals__ }}", "", "attribute .__init__. .* is unsafe"),
        ("{{ range(9) }}", "range", "a value is missing"),
        ("{{ copies.append('x') }}", "append", "a value is missing"),
        ("{{ letterhead.place | number_and_words }}", "", "the template failed"),
    ],
)
def test_a_template_cannot_print_what_is_not_there(
    edited: Callable[[str, str], Path], tag: str, field: str, message: str
) -> None:
    folder = edited("{{ addressee.name }}", tag)
    context = replace(APPROVAL, signatory=replace(APPROVAL.signatory, identity=None))
    with pytest.raises(RenderError, match=message) as caught:
        render(DocumentKind.APPROVAL, context, numbering=NUMBER, marks=PLAIN, folder=folder)
    assert caught.value.field == field


def test_a_template_without_the_picture_of_the_code_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "t", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    docx.Document().save(str(tmp_path / "t" / "approval.docx"))
    register(tmp_path / "t")
    with pytest.raises(RenderError, match="no picture described as"):
        render(DocumentKind.APPROVAL, APPROVAL, numbering=NUMBER, marks=PLAIN, folder=tmp_path / "t")


def test_a_template_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "t", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "t" / "approval.docx").write_bytes(b"PK no zip")
    register(tmp_path / "t")
    with pytest.raises(RenderError, match="is not a Word file"):
        render(DocumentKind.APPROVAL, APPROVAL, numbering=NUMBER, marks=PLAIN, folder=tmp_path / "t")


def test_an_edit_that_nobody_registered_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "t", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "t" / "approval.docx").write_bytes((FOLDER / "sla.docx").read_bytes())
    with pytest.raises(TemplateNotRegistered, match=r"approval\.docx was changed: look at a preview, then run"):
        template(DocumentKind.APPROVAL, folder=tmp_path / "t")


@pytest.mark.parametrize("missing", ["approval.docx", "register.json"])
def test_a_missing_template_is_refused(tmp_path: Path, missing: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "t", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "t" / missing).unlink()
    with pytest.raises(TemplateNotRegistered, match="no registered template of APPROVAL"):
        template(DocumentKind.APPROVAL, folder=tmp_path / "t")


def test_an_edit_becomes_a_new_version(edited: Callable[[str, str], Path]) -> None:
    folder = edited("Demikian kami sampaikan.", "Demikian disampaikan & <dicatat>.")
    before, after = template(DocumentKind.APPROVAL), template(DocumentKind.APPROVAL, folder=folder)
    assert after.version == before.version + 1
    assert after.sha256 == hashlib.sha256((folder / "approval.docx").read_bytes()).hexdigest()
    assert template(DocumentKind.SLA, folder=folder) == template(DocumentKind.SLA)
    text = docx_text(render(DocumentKind.APPROVAL, APPROVAL, numbering=NUMBER, marks=PLAIN, folder=folder))
    assert "Demikian disampaikan & <dicatat>." in text


@pytest.mark.parametrize(
    "value",
    [
        "Tom & Jerry <b>tebal</b> <w:p/>",
        "{{ 7 * 7 }} {% for x in y %} {# komentar #}",
        "{_{ dan }_} dan {_%",
        "\u202eterbalik\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
        "\"kutip\" 'tunggal' \u201cmiring\u201d",
        "x" * 5000,
        "emoji \U0001f4dc dan é",
        "</w:t></w:r></w:p>",
        "&amp; &lt; &#60;",
    ],
)
def test_values_are_printed_literally(value: str) -> None:
    assert f"Yth. {value}\n" in approval(value)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_without_control_characters_is_printed_literally(value: str) -> None:
    assert f"Yth. {value}\ndi " in approval(value)


def test_line_breaks_and_tabs_are_those_of_word() -> None:
    assert "Yth. baris 1\nbaris 2\nbaris 3\tkolom\n" in approval("baris 1\nbaris 2\r\nbaris 3\tkolom")


def test_the_same_facts_give_the_same_bytes() -> None:
    for kind, (context, number) in SPECIMENS.items():
        first = render(kind, context, numbering=number, marks=PLAIN, credential=credential_of(kind))
        assert first == render(kind, context, numbering=number, marks=PLAIN, credential=credential_of(kind))


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_part_of_every_letter_is_well_formed_xml(kind: DocumentKind) -> None:
    context, number = SPECIMENS[kind]
    for marks in (PLAIN, Marks(development=True, draft=True)):
        with ZipFile(
            BytesIO(render(kind, context, numbering=number, marks=marks, credential=credential_of(kind)))
        ) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(name))


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_picture_says_the_verification_address(kind: DocumentKind) -> None:
    context, number = SPECIMENS[kind]
    with ZipFile(
        BytesIO(render(kind, context, numbering=number, marks=PLAIN, credential=credential_of(kind)))
    ) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        found = [zxingcpp.read_barcodes(Image.open(BytesIO(archive.read(each))))[0].text for each in pictures]
    expected = [number.verify_url, credential_of(kind)] if kind in CREDENTIAL_KINDS else [number.verify_url]
    assert found == expected


def test_the_title_is_that_of_the_letter() -> None:
    content = render(DocumentKind.APPROVAL, APPROVAL, numbering=replace(NUMBER, number="1/<&>"), marks=PLAIN)
    properties = docx.Document(BytesIO(content)).core_properties
    assert properties.title == "Surat Persetujuan Nomor 1/<&>"
    assert properties.author == "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah"


@pytest.mark.parametrize("development", [False, True])
@pytest.mark.parametrize("draft", [False, True])
def test_marks_stand_where_they_belong(development: bool, draft: bool) -> None:
    text = docx_text(render(DocumentKind.SLA, SLA, numbering=NUMBER, marks=Marks(development=development, draft=draft)))
    assert ("TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM" in text) is development
    assert ("KONSEP" in text) is draft
    assert "Balai Sertifikasi Elektronik" not in text


def test_a_draft_without_number_shows_dots_and_no_address() -> None:
    content = render(DocumentKind.SLA, SLA, numbering=None, marks=Marks(development=False, draft=True))
    text = docx_text(content)
    assert "NOMOR …………" in text
    assert "Pada hari ini, …………, kami" in text
    assert "contoh.invalid/v/" not in text
    assert docx.Document(BytesIO(content)).core_properties.title == "Kesepakatan Tingkat Layanan (konsep)"


def test_a_nip_is_printed_only_where_it_is_given() -> None:
    assert "NIP 990000001980010001" in approval("x")
    without = replace(APPROVAL, signatory=replace(APPROVAL.signatory, identity=None))
    assert "NIP" not in docx_text(render(DocumentKind.APPROVAL, without, numbering=NUMBER, marks=PLAIN))


def test_what_each_letter_says() -> None:
    said = {
        kind: one_line(docx_text(render(kind, context, numbering=number, marks=PLAIN, credential=credential_of(kind))))
        for kind, (context, number) in SPECIMENS.items()
    }
    assert (
        "Nomor : 12/B/D.2/SPJ/XI/2026 Jakarta, 23 November 2026 Sifat : Biasa Lampiran : - Hal : Persetujuan"
        in (said[DocumentKind.APPROVAL])
    )
    assert "telah kami terima pada tanggal 10 November 2026 pukul 09.15 WIB" in said[DocumentKind.APPLICATION_RECEIPT]
    assert RECEIPT.attachments[3].sha256[:32] in said[DocumentKind.APPLICATION_RECEIPT]
    assert "Kami mohon Saudara melengkapi 2 (dua) hal berikut" in said[DocumentKind.COMPLETION_REQUEST]
    internal = "(batas waktu internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022)"
    assert f"di atas paling lambat tanggal 7 Desember 2026 {internal}." in said[DocumentKind.COMPLETION_REQUEST]
    assert (
        "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)"
        in (said[DocumentKind.SLA])
    )
    assert "24 (dua puluh empat) jam" in said[DocumentKind.SLA]
    assert "Contoh Lestari, S.Kom." in said[DocumentKind.INSTALLATION_MINUTES]
    assert "23 November 2026 pukul 11.05 WIB" in said[DocumentKind.INSTALLATION_MINUTES]


def test_optional_words_go_with_their_facts() -> None:
    without = replace(COMPLETION_REQUEST, answer_until=None, copies=())
    text = docx_text(render(DocumentKind.COMPLETION_REQUEST, without, numbering=NUMBER, marks=PLAIN))
    assert "dengan menjawab setiap butir di atas. Setelah" in text
    assert "Tembusan" not in text
    failed = replace(INSTALLATION_MINUTES.checklist[0], passed=False)
    text = docx_text(
        render(
            DocumentKind.INSTALLATION_MINUTES,
            replace(INSTALLATION_MINUTES, checklist=(failed,)),
            numbering=replace(NUMBER, date=date(2026, 1, 2)),
            marks=PLAIN,
        )
    )
    assert "Tidak lulus" in text
    assert "Jumat tanggal dua bulan Januari tahun dua ribu dua puluh enam (02-01-2026)" in text


def test_the_register_is_readable_by_people() -> None:
    entries = json.loads((FOLDER / "register.json").read_text())
    assert set(entries) == set(DocumentKind)
    assert {(name, entry["sha256"]) for name, entry in entries.items()} == {
        (kind.value, hashlib.sha256((FOLDER / f"{kind.lower()}.docx").read_bytes()).hexdigest())
        for kind in DocumentKind
    }


def test_a_credential_belongs_to_certificates_and_to_nothing_else() -> None:
    context, number = SPECIMENS[DocumentKind.CERTIFICATE]
    with pytest.raises(RenderError, match="belongs to a certificate"):
        render(DocumentKind.CERTIFICATE, context, numbering=number, marks=PLAIN)
    with pytest.raises(RenderError, match="belongs to a certificate"):
        render(DocumentKind.APPROVAL, APPROVAL, numbering=NUMBER, marks=PLAIN, credential="PBN1:0")
    draft = Marks(development=False, draft=True)
    assert render(DocumentKind.CERTIFICATE, context, numbering=None, marks=draft).startswith(b"PK")
