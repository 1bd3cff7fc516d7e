"""What is said about some days, read word by word, in the order people write."""

from collections.abc import Sequence

from geo.hours_text.day_groups import DayGroup, parse_days
from geo.hours_text.lexicon import Kind
from geo.hours_text.said import AFTERNOON, LUNCH, MORNING, OFFICE_HOURS, WHOLE_DAY, Clause, Said, take_break
from geo.hours_text.scan import Token
from geo.hours_text.spans import read_span
from geo.weekly_hours.week import Span

_IDLE: frozenset[Kind] = frozenset({"line", "open", "and"})
"""Words that hours can do without."""
_SILENT: frozenset[Kind] = frozenset({"noise", "sign", "mark", "left", "right"})
_EXCEPT = ("เว้น", "ยกเว้น", "exc")
_GOES_WITH_DAYS: frozenset[Kind] = frozenset({"time", "always", "half", "part"})


def read_clauses(tokens: Sequence[Token]) -> Said:
    """Days first, as most write; times first where days would else be left dangling."""
    said = _Reader(tokens, times_first=False).read()
    if said.dangling is not None and said.clauses[0].times_first:
        again = _Reader(tokens, times_first=True).read()
        if again.dangling is None:
            return again
    return said


class _Reader:
    def __init__(self, tokens: Sequence[Token], *, times_first: bool) -> None:
        self.tokens = [token for token in tokens if token.kind not in _SILENT]
        self.times_first = times_first
        self.said = Said()
        self.at = 0
        self.pending: DayGroup | None = None
        self.current: Clause | None = None
        self.afternoon = False
        self.lunches_ahead: list[tuple[Token, Span]] = []

    def read(self) -> Said:
        while self.at < len(self.tokens):
            before = self.at
            self._step(self.tokens[self.at])
            if self.at == before:
                self._leave()
        if self.pending is not None:
            self.said.dangling = self.pending
            self._clause()
        self._apply_lunches_ahead()
        return self.said

    def _step(self, token: Token) -> None:
        match token.kind:
            case "time":
                self._time()
            case "close" | "close_label":
                self._close(token)
            case "not_except":
                self._not_except(token)
            case "lunch":
                self._lunch(token)
            case "needless":
                self.at += 1
            case "appointment":
                self._appointment(token)
            case "always":
                self._clause().spans = [WHOLE_DAY]
                self._last().is_always = True
                self.at += 1
            case "half" | "part":
                self._half(token)
            case "to" if token.text.startswith("-"):
                self.at += 1
            case kind if kind in _IDLE:
                self.at += 1
            case _:
                found = parse_days(self.tokens, self.at)
                if found is not None:
                    self._days(*found)

    def _leave(self) -> None:
        self.said.leftovers.append(self.tokens[self.at])
        self.at += 1

    def _kind(self, at: int) -> Kind | None:
        """Of the next word that is not the end of a line."""
        while at < len(self.tokens) and self.tokens[at].kind in ("line", "open"):
            at += 1
        return self.tokens[at].kind if at < len(self.tokens) else None

    def _clause(self) -> Clause:
        """A new one, for the days named last."""
        token = self.tokens[min(self.at, len(self.tokens) - 1)]
        start = self.pending.start if self.pending else token.start
        self.current = Clause(start, token.end, self.pending, times_first=self.pending is None)
        self.pending = None
        self.said.clauses.append(self.current)
        return self.current

    def _last(self) -> Clause:
        assert self.current is not None  # noqa: S101 - asked for behind `_clause`
        return self.current

    def _days(self, group: DayGroup, behind: int) -> None:
        group.is_opened = self.at > 0 and self.tokens[self.at - 1].kind == "open"
        self.at = behind
        current = self.current
        if current is not None and current.days is None and self.pending is None:
            following = self._kind(behind)
            if self.times_first or following not in _GOES_WITH_DAYS:
                current.days = group
                return
        if self.pending is not None:
            self._clause()
        self.pending = group
        if group.is_official and self._kind(behind) not in _GOES_WITH_DAYS:
            self._clause().spans = [OFFICE_HOURS]
            last = self.tokens[behind - 1]
            self.said.assumed.append(("office_hours", last, OFFICE_HOURS))

    def _time(self) -> None:
        start = self.at
        behind = self._behind_link(start)
        if behind is None:
            return
        shifts = self.current.spans if self.current and not self.pending else []
        lies_after = shifts[-1].end_min if shifts else None
        opens, closes = self.tokens[start], self.tokens[behind]
        read = read_span(opens, closes, afternoon=self.afternoon, after_min=lies_after)
        if read is None:
            return
        if self._is_of_unknown(start):
            self.said.leftovers += self.tokens[start : behind + 1]
            self.at = behind + 1
            return
        self.at = behind + 1
        self.afternoon = False
        self.said.doubtful += ((token, read) for token in read.doubtful)
        current = self.current
        goes_on = current is not None and self.pending is None and not current.is_closed
        if current is None or not goes_on or (self.times_first and current.days is not None):
            current = self._clause()
            current.start = min(current.start, opens.start)
        current.spans.append(read.span)
        current.end = closes.end

    def _is_of_unknown(self, at: int) -> bool:
        """Times right behind words that nobody knows are not another shift: 'เดือนรอมฎอน 8.00-15.00'."""
        more = self.current is not None and bool(self.current.spans) and self.pending is None
        return more and self.tokens[at - 1].kind == "unknown"

    def _behind_link(self, start: int) -> int | None:
        """Where the second time of a span stands: '8.30 ถึง 16.30', 'เปิด 8.30 ปิด 16.30'."""
        at, linked = start + 1, False
        while at < len(self.tokens) and self.tokens[at].kind in ("to", "close", "line"):
            linked |= self.tokens[at].kind != "line"
            at += 1
        return at if linked and at < len(self.tokens) and self.tokens[at].kind == "time" else None

    def _close(self, token: Token) -> None:
        behind = self.at + 1
        # 'เว้นวันหยุด' has nothing between; a list of closed days may stand on the next line of a label.
        following = behind + 1 if token.kind == "close_label" and self._line_at(behind) else behind
        found = parse_days(self.tokens, following) if following < len(self.tokens) else None
        if found is not None and self._has_other_hours(token, found[1]):
            self._days(*found)
        elif found is not None and not self._closes_days_before(token, *found):
            self.said.closures.append(found[0])
            self.at = found[1]
        elif behind < len(self.tokens) and self.tokens[behind].kind in ("half", "part"):
            self.said.leftovers += self.tokens[self.at : behind + 1]  # 'ปิดครึ่งวันบ่าย': until when is not said.
            self.at = behind + 1
        elif self.pending is not None:
            self._clause().is_closed = True
            self.at = behind
        elif self._lies_within(behind):
            self._lunch(token)

    def _line_at(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == "line"

    def _has_other_hours(self, token: Token, behind: int) -> bool:
        """'ทุกวัน 8.30-16.30 ยกเว้นวันเสาร์ 8.30-12.00': an exception from the hours, not from being open."""
        told = self.current is not None and bool(self.current.spans) and self.pending is None
        time_next = behind < len(self.tokens) and self.tokens[behind].kind == "time"
        return told and time_next and token.text.startswith(_EXCEPT)

    def _closes_days_before(self, token: Token, group: DayGroup, behind: int) -> bool:
        """'เสาร์ ปิด อาทิตย์ 9.00-12.00': the days behind have hours of their own."""
        exception = token.text.startswith(_EXCEPT)
        if self.pending is None or self.pending.is_opened or exception or token.kind == "close_label":
            return False
        return token.end < group.start and self._kind(behind) in _GOES_WITH_DAYS

    def _lies_within(self, at: int) -> bool:
        """Two times behind a word for closing, within the hours that were said."""
        if self.current is None or at >= len(self.tokens) or self.tokens[at].kind != "time":
            return False
        span = self._span_at(at)
        return span is not None and any(open_.holds(span[0]) for open_ in self.current.spans)

    def _span_at(self, at: int) -> tuple[Span, int] | None:
        if at >= len(self.tokens) or self.tokens[at].kind != "time":
            return None
        end = self._behind_link(at)
        read = None if end is None else read_span(self.tokens[at], self.tokens[end], afternoon=False, after_min=11 * 60)
        return None if read is None or end is None else (read.span, end + 1)

    def _not_except(self, token: Token) -> None:
        found = parse_days(self.tokens, self.at + 1) if self.at + 1 < len(self.tokens) else None
        if found is None:
            return
        group, self.at = found
        if group.holiday is not None:
            self.said.holidays_worked = group.holiday
        named = self.pending or (self.current.days if self.current else None)
        if named is not None:
            named.days |= group.days
        elif group.days:
            group.days |= set(range(7))  # 'ไม่เว้นวันเสาร์-อาทิตย์' alone is every day.
            self.pending = group

    def _lunch(self, token: Token) -> None:
        found = self._span_at(self.at + 1)
        if found is not None:
            span, self.at = found
        elif (last := self._midday_span()) is not None:
            span = last
            self.at += 1
        elif any(word in token.text for word in ("เที่ยง", "กลางวัน", "lunch")):
            span = LUNCH
            self.said.assumed.append(("lunch", token, LUNCH))
            self.at += 1
        else:
            return
        if self.said.clauses and self.pending is None:
            self._break_for(token, span)
        else:
            self.lunches_ahead.append((token, span))

    def _midday_span(self) -> Span | None:
        """'8.30-16.30 (12.00-13.00 พักเที่ยง)': the span before is the break; it is no longer open then."""
        if self.current is None or self.pending is not None or len(self.current.spans) < 2:
            return None
        *before, last = self.current.spans
        if not any(span.holds(last) for span in before):
            return None
        self.current.spans.pop()
        return last

    def _break_for(self, token: Token, span: Span) -> None:
        if not take_break(self.said.clauses, span):
            self.said.leftovers.append(token)

    def _apply_lunches_ahead(self) -> None:
        for token, span in self.lunches_ahead:
            self._break_for(token, span)

    def _appointment(self, token: Token) -> None:
        if self.pending is None and self.at and self.tokens[self.at - 1].text in ("และ", "and"):
            return  # Besides the hours that were said, not for them.
        self.at += 1
        if self.pending is not None:
            clause = self._clause()
            clause.by_appointment = True
            clause.spans = clause.spans or [WHOLE_DAY]
        elif self.current is not None:
            self.current.by_appointment = True
            self.said.appointment = token if len(self.said.clauses) > 1 else self.said.appointment
        else:
            self.said.appointment = token

    def _half(self, token: Token) -> None:
        self.afternoon = any(word in token.text for word in ("บ่าย", "หลัง", "เย็น", "ค่ำ", "afternoon", "evening"))
        if self._kind(self.at + 1) == "time":
            self.at += 1
            return
        if any(word in token.text for word in ("เย็น", "ค่ำ", "กลางวัน", "evening")):
            return
        current = self.current
        if self.pending is None and token.kind == "half" and current is not None and current.spans:
            self.at += 1
            return
        span = AFTERNOON if self.afternoon else MORNING
        self.afternoon = False
        self._clause().spans = [span]
        self.said.assumed.append(("half_day", token, span))
        self.at += 1
