#!/usr/bin/env python3
"""Print lib/io/letter_rows.h: what Python's str.isupper(), islower(), istitle() and lower() say beyond ASCII."""
import unicodedata


def runs(points, key):
    """Rows of first, last, step (1 or 2), key: points in order, key(c) the same in a row."""
    rows, i = [], 0
    while i < len(points):
        j, step = i, 1
        if i + 1 < len(points) and points[i + 1] - points[i] in (1, 2):
            step = points[i + 1] - points[i]
            while j + 1 < len(points) and points[j + 1] - points[j] == step and key(points[j + 1]) == key(points[i]):
                j += 1
        if j == i:
            step = 1
        rows.append((points[i], points[j], step, key(points[i])))
        i = j + 1
    return rows


def table(name, what, points, key=lambda c: 0):
    print(f"/* {what} */")
    print(f"static const struct letter_run {name}[] = {{")
    line = "\t"
    for first, last, step, value in runs(points, key):
        row = f"{{ 0x{first:x}, 0x{last:x}, {step}, {value} }},"
        if len(line) + len(row) > 90:
            print(line.rstrip())
            line = "\t"
        line += row + " "
    print(line.rstrip())
    print("};\n")


every = [c for c in range(0x80, 0x110000)]
lower = [c for c in every if len(chr(c).lower()) == 1 and chr(c).lower() != chr(c)]
print(f"/* Made by tests/text/letters.py of Unicode {unicodedata.unidata_version}. */")
print("#ifndef PF_IO_LETTER_ROWS_H\n#define PF_IO_LETTER_ROWS_H\n")
print('#include "io/letter.h"\n\n/* clang-format off */')
table("letters_upper", "capitals", [c for c in every if chr(c).isupper()])
table("letters_lower", "small letters, and title letters", [c for c in every if chr(c).islower() or chr(c).istitle() and not chr(c).isupper()])
table("letters_small", "what has a small letter, and how far it is", lower, lambda c: ord(chr(c).lower()) - c)
print("/* clang-format on */\n\n#endif")
