"""Workbooks for tests, written by hand: what they hold is what the test says, harmful things too."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
ROOT = f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Target="xl/workbook.xml"
 Type="{RELATIONS}/officeDocument"/></Relationships>"""
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def packed(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in members.items():
            target.writestr(name, text)
    return path


def column(place: int) -> str:
    return chr(ord("A") + place)


def xlsx_cell(value: object, place: int, row: int) -> str:
    address = f'r="{column(place)}{row}"'
    if isinstance(value, int | float):
        return f"<c {address}><v>{value}</v></c>"
    if isinstance(value, str) and value.startswith("="):
        return f"<c {address}><f>{escape(value[1:])}</f></c>"
    return f'<c {address} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def xlsx_rows(rows: list[list[object]], *, first: int = 1) -> str:
    return "".join(
        f'<row r="{number}">{"".join(xlsx_cell(value, place, number) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, first)
    )


def xlsx(path: Path, *sheets: str, before: str = "", hidden: int = 0) -> Path:
    """Write a workbook of sheets given as the XML of their rows; the last so many are hidden."""
    listed, related, members = "", "", {"[Content_Types].xml": TYPES, "_rels/.rels": ROOT}
    for number, rows in enumerate(sheets, 1):
        state = ' state="hidden"' if number > len(sheets) - hidden else ""
        listed += f'<sheet name="Sheet {number}" sheetId="{number}"{state} r:id="rId{number}"/>'
        related += (
            f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.xml" Type="{RELATIONS}/worksheet"/>'
        )
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<?xml version="1.0"?>{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>'
        )
    members["xl/workbook.xml"] = f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    members["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    return packed(path, members)


def ods_cell(value: object) -> str:
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def ods_rows(rows: list[list[object]], *, repeated: int = 1) -> str:
    start = f'<table:table-row table:number-rows-repeated="{repeated}">'
    return "".join(f"{start}{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(path: Path, rows: str) -> Path:
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="June">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f"""<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0">
    <manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>"""
    return packed(path, {"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": content})
