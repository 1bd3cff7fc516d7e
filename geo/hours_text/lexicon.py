"""The words of opening hours, Thai and English, and what each is for: the first pattern that fits counts.

A pattern is tried where the one before ended. What fits none is not understood, and is told so.
"""

import re
from typing import Literal

from geo.hours_text.clock_words import DIGITS, SPOKEN

Kind = Literal[
    "unknown", "service", "always", "needless", "lunch", "not_except", "appointment", "half", "time", "official",
    "workdays", "weekend", "close_label", "holiday", "everyday", "ordinal", "day", "close", "to", "and", "part", "open",
    "noise", "line", "left", "right", "sign", "mark",
]  # fmt: skip

FULL_DAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัส", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT_DAYS = {"จ": 0, "อ": 1, "พ": 2, "พฤ": 3, "ศ": 4, "ส": 5, "อา": 6}
ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FULL = "(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)"
_BEHIND_DAY = "|".join(f"(?<={day})" for day in (*FULL_DAYS, "พฤหัสบดี"))
_SHORT = "(?:พฤ|อา|จ|อ|พ|ศ|ส)"
_ENGLISH = r"(?<![a-z])(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\.?(?![a-z])"
_ALONE = "(?<![ก-๎.])"
_MONTHS = (
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|ม\.ค\.?|ก\.พ\.?|มี\.ค\.?|เม\.ย\.?|พ\.ค\.?|มิ\.ย\.?|ก\.ค\.?|ส\.ค\.?|ก\.ย\.?|ต\.ค\.?|พ\.ย\.?|ธ\.ค\.?"
    r"|(?<![a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?![a-z]))"
)
_ORDINAL = r"(?:[1-5](?![\d.:])|หนึ่ง|สอง|สาม|สี่|ห้า)"
_NEXT_ORDINAL = rf"(?:\s*(?:,|และ|กับ|&|-)\s*(?:ที่\s*)?{_ORDINAL})*"
_OF_MONTH = r"(?:\s*ของ(?:ทุก\s*ๆ?|แต่ละ)?\s*เดือน|\s*ของเดือน)"
_ENGLISH_ORDINAL = r"(?<![a-z])(?:first|second|third|fourth|last|1st|2nd|3rd|4th)(?![a-z])"

_SERVICE_HEADS = (
    "งาน|ฝ่าย|แผนก|กลุ่มงาน|คลินิก|ห้อง|เคาน์เตอร์|ช่อง|จุดบริการ|ศูนย์|กอง|หน่วย|รับบัตรคิว|รับคิว|แจกบัตรคิว|จ่ายบัตรคิว|บัตรคิว"
    "|หยุดรับ|ปิดรับ|งดรับ|รับคำขอ|รับเรื่อง|รับชำระ|รับสมัคร|รับเอกสาร|รับบริการ|ชำระ|ทำบัตร|บริการทำ|บริการจด|อบรม|สอบ|ผู้ป่วย|ฉุกเฉิน"
    "|ทันตกรรม|ฉีดวัคซีน|ตรวจ|จดทะเบียน|ต่อภาษี|ยื่น|สำนักงาน"
    "|opd|emergency|cashier|queue|registration|counter|payments?|clinic|vaccinations?"
)
_SERVICE_ENDS = (
    rf"[:()\n;|\d]|$|-\s*\d|เปิด|ปิด(?!รับ)|ให้บริการ|เวลา|วัน{_FULL}|ทุก|{_FULL}|ตั้งแต่|ถึง|ในวัน|ตลอด|โดย|นัด|หยุด(?!รับ)|เว้น"
    rf"|(?<![ก-๎]){_SHORT}\.\s*-|(?<![ก-๎]){_SHORT}-|{_ENGLISH}|daily|every|open"
)

_CLOSE = (
    r"ยกเว้น|เว้นแต่|เว้น|ไม่(?:ได้)?(?:เปิด|ให้บริการ|มีบริการ|ทำการ)(?:ทำการ|ให้บริการ|บริการ)?"
    r"|งด(?:ให้)?บริการ|งดทำการ|(?:เวลา)?(?:ปิด|หยุด)(?!ปรับปรุง|ชั่วคราว|รับ|งาน)(?:ทำการ|ทำงาน|ให้บริการ|บริการ)?"
    r"|(?<![a-z])(?:closed|close|closes|except(?:ing)?(?: for)?|excluding|excl\.?)(?: on)?(?![a-z])"
)
_NOISE = (
    r"(?:วัน\s*(?:และ|[/&-])?\s*)?เวลา(?:ใน)?(?:การ)?(?:ที่)?(?:เปิด)?(?:ทำการ|ทำงาน|ให้บริการ|บริการ|ราชการ)?(?:\s*คือ)?"
    r"|วัน(?=\s*(?:เปิด|ให้))|(?<=[\d\s])น\.?(?![ก-๎])|นาฬิกา|ตั้งแต่|ระหว่าง|ทุก(?=\s*วัน|\s*" + _FULL + r")"
    r"|ประชาชน(?:ทั่วไป)?|ทำการ|ทำงาน|บริการ|เฉพาะ|ในช่วง|(?<![ก-๎])(?:ใน|โดย|ของ)(?![ก-๎])|(?:ค่ะ|คะ|ครับ)(?![ก-๎])|ทุก\s*ๆ"
    r"|(?<![a-z])(?:(?:opening|service|business|office|working|official) (?:hours|times?|days?)"
    r"|hours?|hrs?\.?|time|from|on|at|every|each|the|is|are|we|o'clock|only)(?![a-z])"
)

PATTERNS: dict[Kind, str] = {
    "line": r"\n",
    "mark": r"(?:^|(?<=\n)) *\d{1,2}[.)](?= *[ก-๎a-z])(?! *น\.)",
    "unknown": (
        r"(?:\+66|(?<!\d)0)\d{1,2}[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)|พ\.?ศ\.?\s*\d{4}|นอกเวลาราชการ"
        r"|(?:วัน)?เสาร์เว้นเสาร์|วันเว้นวัน|เว้นสัปดาห์|\d{1,2}/\d{1,2}/\d{2,4}"
        rf"|(?:(?:วัน)?ที่\s*)?(?<!\d)\d{{1,2}}(?:\s*(?:-|ถึง)\s*\d{{1,2}})?\s*{_MONTHS}\s*(?:\d{{2,4}}(?![\d.:]))?"
        rf"|(?:(?:วัน)?ที่\s*)\d{{1,2}}(?:\s*(?:-|ถึง)\s*\d{{1,2}})?\s*เดือน|{_MONTHS}(?:\s*\d{{1,4}}(?![\d.:]))?"
    ),
    "always": (
        r"(?<![\d.:])(?:ตลอด(?:ทั้ง)?\s*)?24\s*(?:ชั่วโมง|ชม\.?|ช\.ม\.|/\s*7(?!\d))"
        r"|(?<![\d.:])24\s*-?\s*(?:hours?|hrs?)(?: a day)?(?![a-z])"
        r"|ตลอดเวลา|ตลอดวันตลอดคืน|(?:a?round) the clock"
    ),
    "needless": (
        r"(?:โดย)?ไม่(?:มี|หยุด|ปิด|เว้น|การ)*\s*(?:ช่วง|เวลา)?พัก(?:เที่ยง|กลางวัน)?"
        r"|ไม่(?:ต้อง|รับ|จำเป็นต้อง|ต้องมีการ)*นัด(?:หมาย)?(?:ล่วงหน้า)?"
        r"|(?<![a-z])no appointment(?: needed| necessary| required)?"
        r"|(?:no|without) lunch break|open (?:during|through) lunch(?: break)?"
    ),
    "lunch": (
        r"(?:(?:ปิด|หยุด|เว้น|ยกเว้น|มี)\s*)?(?:ช่วง|เวลา|ระหว่าง)?\s*พัก(?:รับประทานอาหาร)?\s*(?:กลางวัน|เที่ยงวัน|เที่ยง)?"
        r"|(?<![a-z])(?:closed (?:for|during) )?(?:lunch(?: ?break| time)?|break)(?![a-z])"
    ),
    "service": (
        rf"(?:(?<![ก-๎a-z])|(?<=เปิด))(?:ส่วน)?(?:{_SERVICE_HEADS})(?:(?!{_SERVICE_ENDS})[^\n])*(?<=\S)"
    ),
    "appointment": (
        r"(?:โดย|กรุณา|โปรด|ต้อง|เฉพาะ|ตาม|รับ|ผู้ที่|ที่|ทำ|การ|ได้|\s)*(?<![ก-๎]น)นัด(?:หมาย)?(?:\s*(?:ล่วงหน้า|เท่านั้น|ก่อน(?![ก-๎])))*"
        r"|(?<![a-z])(?:open )?by (?:prior )?appointment(?: only)?|(?<![a-z])appointments? (?:only|required)"
    ),
    "half": (
        r"ครึ่งวัน(?:\s*\(?\s*(?:ช่วง|ภาค)?(?:เช้า|บ่าย|แรก|หลัง))?"
        r"|(?<![a-z])half[- ]days?(?![a-z])|(?<![a-z])(?:mornings?|afternoons?) only"
    ),
    "time": f"{SPOKEN}|{DIGITS}",
    "official": (
        r"(?:ใน|ตาม|เฉพาะ)?(?:วัน\s*(?:และ|[/&-])?\s*)?เวลา(?:ทำการ)?(?:ของ)?(?:ทาง)?ราชการ(?:ปกติ)?"
        r"|(?:during )?(?:government|official) (?:office )?hours"
    ),
    "workdays": (
        r"(?:ใน|ทุก|เฉพาะ)?วัน(?:ทำการ|ทำงาน|ราชการ|ธรรมดา)(?:ปกติ)?(?:ของ(?:ทาง)?ราชการ)?"
        r"|(?<![a-z])(?:on )?(?:weekdays|(?:working|business) days|workdays)"
    ),
    "weekend": r"(?:วัน)?(?:หยุด)?(?:สุดสัปดาห์|ประจำสัปดาห์)|(?<![a-z])(?:on )?weekends?(?![a-z])",
    "close_label": r"วันหยุด(?:ทำการ)?\s*:",
    "not_except": (
        r"(?:โดย)?ไม่(?:มีการ)?(?:เว้น|หยุด|ยกเว้น)|ไม่มี(?=วันหยุด)|รวม(?:ทั้ง|ถึง)?(?=\s*(?:ใน)?วันหยุด)|และไม่เว้น"
        r"|(?<![a-z])(?:including|incl\.)(?= )"
    ),
    "holiday": (
        r"วันหยุด(?:ของ)?(?:ทาง)?(?:ราชการ|นักขัตฤกษ์|นักขัตฤกษ|ตามประเพณี|พิเศษ|ประจำปี|ชดเชย|ธนาคาร)(?:ประจำปี|พิเศษ)?"
        r"|(?:วัน)?นักขัตฤกษ์|(?:ใน)?วันหยุด(?:ต่าง\s*ๆ)?(?!\s*(?:วัน)?" + _FULL + ")"
        r"|(?<![a-z])(?:on )?(?:(?:thai|all) )?(?:(?:government|public|official|national|bank) )?holidays?(?![a-z])"
    ),
    "everyday": (
        rf"ทุก\s*ๆ?\s*วัน(?!\s*(?:{_FULL}|{_SHORT}\.|ทำการ|ราชการ|หยุด|ทำงาน|ธรรมดา))|(?:ตลอด|ทั้ง)+\s*(?:สัปดาห์|อาทิตย์)"
        rf"|(?<![\d.:])(?:ตลอด\s*)?7\s*วัน(?:ต่อสัปดาห์)?(?!ที่|\s*(?:วัน|{_FULL}))"
        r"|(?<![a-z\d])(?:every ?day|daily|(?:7|seven) days(?: a week)?|all week)(?![a-z])"
    ),
    "ordinal": (
        rf"(?:ที่\s*)?(?:สัปดาห์)?แรก{_OF_MONTH}?|(?:สัปดาห์)?สุดท้าย{_OF_MONTH}?"
        rf"|(?:ใน)?(?:สัปดาห์)?ที่\s*{_ORDINAL}{_NEXT_ORDINAL}{_OF_MONTH}?"
        rf"|{_ENGLISH_ORDINAL}(?:(?:,| and|, and)\s*{_ENGLISH_ORDINAL})*|(?<![a-z])of (?:the|each|every) month"
    ),
    "day": (
        rf"(?:ทุก)?(?:วัน(?:หยุด)?)?\s*{_FULL}|{_ENGLISH}"
        rf"|{_ALONE}(?:วัน)?{_SHORT}\.(?=\s*(?:$|[-,/&():;0-9\n]|ถึง|และ|เวลา|เปิด|ปิด|หยุด|ที่|แรก|ตั้งแต่|ระหว่าง|ครึ่ง|ช่วง|นัด|ทำการ|ให้|{_SHORT}\.))"
        rf"|{_ALONE}{_SHORT}(?=\s*[-,/]\s*{_SHORT}(?![ก-๎]))|(?:(?<=[-,/])|(?<=[-,/] )){_SHORT}(?![ก-๎])"
    ),
    "part": (
        r"(?:เฉพาะ)?(?:ใน)?(?:ช่วง|ภาค|รอบ|ตอน|กะ)\s*(?:เช้า|บ่าย|เย็น|ค่ำ|กลางวัน)"
        rf"|(?:(?<![ก-๎])|(?<=เปิด)|{_BEHIND_DAY})(?:เช้า|บ่าย|เย็น)(?![ก-๎])"
        r"|(?<![a-z])(?:morning|afternoon|evening)s?(?![a-z])"
    ),
    "noise": r"(?:เวลา)?\s*เปิด\s*[-/]\s*ปิด(?:ทำการ|ให้บริการ|บริการ)?|" + _NOISE,
    "close": _CLOSE,
    "open": r"(?:เวลา)?เปิด(?:ทำการ|ทำงาน|ให้บริการ|รับบริการ|บริการ)?|ให้บริการ|(?<![a-z])opens?(?![a-z])",
    "to": r"-+|จนถึง|ไปจนถึง|ถึง|(?<![a-z])(?:to|until|till|through|thru)(?![a-z])",
    "and": r"[,;&+/]|และ|กับ|(?<![a-z])and(?![a-z])",
    "sign": r"[:.•·*|\"'“”‘’!…●▪■◆★✓=]",
    "left": r"[(\[]",
    "right": r"[)\]]",
}  # fmt: skip

# The only white space of plain text is the space, and the end of a line, over which no word goes on.
WORDS = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()).replace(r"\s", " "))
