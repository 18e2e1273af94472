"""A strict reader of the part of EDN that a history needs: https://github.com/edn-format/edn

Maps become dicts, vectors lists, keywords Keyword, nil None. Anything else but whole numbers is refused, as is a key
that stands twice in a map and anything after the end of a value.
"""
import re

TOKEN = re.compile(r"[\s,]*(?:([{}\[\]])|:([A-Za-z][A-Za-z0-9-]*)(?![\w:])|(-?(?:0|[1-9][0-9]*))(?![\w.])|(nil)(?!\w))")
CLOSING = {"{": "}", "[": "]"}


class Keyword(str):
    """:name, without its colon."""


def tokens(text):
    at, end, match = 0, len(text.rstrip()), TOKEN.match
    while at < end:
        found = match(text, at)
        if not found:
            raise ValueError(f"no EDN at {text[at:at + 20]!r}")
        at = found.end()
        bracket, keyword, number, _ = found.groups()
        if bracket:
            yield True, bracket
        else:
            yield False, Keyword(keyword) if keyword else number and int(number)


def read(text):
    """The one value that is in `text`."""
    stack = [("", [])]  # the bracket that is open, and what it holds so far
    for is_bracket, token in tokens(text):
        if not is_bracket:
            stack[-1][1].append(token)
        elif token in CLOSING:
            stack.append((token, []))
        else:
            opened, content = stack.pop()
            if CLOSING.get(opened) != token:
                raise ValueError(f"{token} closes nothing")
            stack[-1][1].append(as_map(content) if opened == "{" else content)
    if len(stack) != 1 or len(stack[0][1]) != 1:
        raise ValueError("not one value")
    return stack[0][1][0]


def as_map(content):
    if len(content) % 2:
        raise ValueError("a key without a value")
    pairs = dict(zip(content[::2], content[1::2]))
    if len(pairs) * 2 != len(content):
        raise ValueError("a key stands twice")
    return pairs
