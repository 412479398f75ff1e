"""OLE files, as older office programs write them: [MS-CFB], version 3, as little as is needed."""

from __future__ import annotations

import struct
from collections.abc import Mapping

__all__ = ["ole", "outlook_message"]

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

#: A folder: streams and folders by name.
Tree = Mapping[str, "bytes | Tree"]


def ole(tree: Tree) -> bytes:
    """An OLE file of these streams and folders; small streams stand in the mini stream."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, END, b""]]

    def add(folder: Tree) -> int:
        first = FREE
        for name, content in sorted(folder.items(), reverse=True):
            number = len(entries)
            if isinstance(content, bytes):
                entries.append([name, 2, first, FREE, END, content])
            else:
                entries.append([name, 1, first, FREE, END, b""])
                entries[number][3] = add(content)
            first = number
        return first

    entries[0][3] = add(tree)
    mini, sectors = b"", b""
    mini_fat: list[int] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        nonlocal sectors
        count = -(-len(data) // SECTOR)
        start = len(fat)
        fat.extend([*range(start + 1, start + count), END] if count else [])
        sectors += data.ljust(count * SECTOR, b"\0")
        return start if count else END

    for entry in entries[1:]:
        data = entry[5]
        assert isinstance(data, bytes)
        if len(data) >= CUTOFF:
            entry[4] = put(data)
        elif data:
            count, entry[4] = -(-len(data) // MINI), len(mini_fat)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), END]
            mini += data.ljust(count * MINI, b"\0")
    entries[0][4], entries[0][5] = put(mini), mini
    mini_fat_at = put(b"".join(struct.pack("<I", one) for one in mini_fat))
    directory = b""
    for name, kind, sibling, child, first, data in entries:
        assert isinstance(name, str) and isinstance(data, bytes)
        wide = (name + "\0").encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ",
            *(wide, len(wide), kind, 1, FREE, sibling, child, b"", 0, 0, 0, first, len(data)),
        )
    directory_at = put(directory)
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    fat_at = len(fat)
    fat += [FAT] * fat_sectors
    table = b"".join(struct.pack("<I", one) for one in fat).ljust(fat_sectors * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_sectors),
        *(directory_at, 0, CUTOFF, mini_fat_at, -(-len(mini_fat) * 4 // SECTOR), END, 0),
    )
    places = b"".join(struct.pack("<I", fat_at + n) for n in range(fat_sectors))
    return header + places.ljust(SECTOR - len(header), b"\xff") + sectors + table


def outlook_message(
    subject: str = "", body: str = "", files: Mapping[str, bytes | Tree] | None = None
) -> Tree:
    """The streams of an Outlook message; a file that is a tree is a message in it.

    It was sent on 4 March 2024.
    """

    def text(number: str, value: str) -> dict[str, bytes]:
        return {f"__substg1.0_{number}001F": value.encode("utf-16-le")} if value else {}

    sent = struct.pack("<HHIQ", 0x0040, 0x0039, 6, 133_540_272_000_000_000)
    made: dict[str, bytes | Tree] = {**text("0037", subject), **text("1000", body)}
    for number, (name, content) in enumerate((files or {}).items()):
        inner: dict[str, bytes | Tree] = {**text("3707", name)}
        if isinstance(content, bytes):
            inner["__substg1.0_37010102"] = content
        else:
            inner["__substg1.0_3701000D"] = content
        made[f"__attach_version1.0_#{number:08X}"] = inner
    made["__properties_version1.0"] = bytes(32) + sent
    return made
