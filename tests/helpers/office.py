"""One small file of each office format, message and archive, made by code."""

from __future__ import annotations

import io

import openpyxl

from files import word_file, zipped
from ole import ole, outlook_message

__all__ = ["WORDS", "office_files"]

WORDS = "Inspectors found that plans in Derby are too often late."
ODT = "application/vnd.oasis.opendocument.text"
URN = "urn:oasis:names:tc:opendocument:xmlns"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office_files(dtd: str = "", extra: str = "") -> dict[str, bytes]:
    """The files by name; `dtd` stands before the root of their XML, `extra` in its text."""
    words = WORDS + extra
    odt = (
        f'{dtd}<o:document-content xmlns:o="{URN}:office:1.0" xmlns:t="{URN}:text:1.0"><o:body>'
        f"<o:text><t:p>{words}</t:p></o:text></o:body></o:document-content>"
    )
    docx = (
        f'{dtd}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    )
    slide = f'{dtd}<s xmlns:a="{DRAWING}"><a:p><a:r><a:t>{words}</a:t></a:r></a:p></s>'
    slides = {
        "[Content_Types].xml": "",
        "ppt/presentation.xml": f'<p xmlns:r="{RELATIONS}"><sldId id="256" r:id="r1"/></p>',
        "ppt/_rels/presentation.xml.rels": '<R><E Id="r1" Type="x/slide" Target="s.xml"/></R>',
        "ppt/s.xml": slide,
    }
    page = f"<!DOCTYPE html><html><body><p>{words}</p></body></html>"
    mail = (
        "Subject: Late\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n"
        f'--b\r\nContent-Type: text/plain; name="a.txt"\r\n\r\n{words}\r\n--b--\r\n'
    )
    saved = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; "
        f"boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n--b--\r\n"
    )
    book = openpyxl.Workbook()
    book.worksheets[0].append([words])
    buffer = io.BytesIO()
    book.save(buffer)
    return {
        "a.docx": word_file(body=docx),
        "a.odt": zipped({"mimetype": ODT, "content.xml": odt}),
        "a.pptx": zipped(slides),
        "a.xlsx": buffer.getvalue(),
        "a.rtf": rf"{{\rtf1\ansi {{\fonttbl{{\f0 A;}}}}\b {words}\b0\par\trowd A\cell\row}}".encode(),
        "a.eml": mail.encode(),
        "a.msg": ole(outlook_message("Late", words, {"a.txt": words.encode()})),
        "a.mhtml": saved.encode(),
        "a.zip": zipped({"a.txt": words, "b.zip": zipped({"c.txt": words})}),
    }
