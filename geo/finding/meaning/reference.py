"""Fixed texts that tell the embedding where things lie: what people ask of the state, and what they ask of others.

A similarity by itself says little: this family of models gives any two texts 0.7 to 0.9. So vectors are measured from
the middle of these texts, language by language (which also takes out "is Thai" and "is English"), and a question that
is nearer to a topic of daily life than to anything in the catalogue was not meant for us. They name topics in general
words; no name of a catalogue and no judged query is among them.
"""

STATE_TH = (
    "ขอใบอนุญาต", "ต่ออายุใบอนุญาต", "ขอเอกสารใหม่แทนฉบับที่หาย", "จดทะเบียน", "แก้ไขรายการในทะเบียน", "แจ้งต่อเจ้าหน้าที่",
    "ลงทะเบียนรับเงินช่วยเหลือ", "ขอรับสวัสดิการ", "ชำระภาษี", "ชำระค่าธรรมเนียม", "ขอหนังสือรับรอง", "คัดสำเนาเอกสารราชการ",
    "ร้องเรียนหน่วยงาน", "ขอความช่วยเหลือทางกฎหมาย", "สมัครเข้าเรียน", "ขึ้นทะเบียนผู้ประกอบการ", "ขออนุญาตประกอบกิจการ",
    "ตรวจสอบสิทธิ", "เปลี่ยนชื่อในเอกสาร", "โอนกรรมสิทธิ์", "ยกเลิกคำขอ", "อุทธรณ์คำสั่ง", "ขอใช้บริการสาธารณูปโภค",
    "ตรวจสุขภาพที่โรงพยาบาลรัฐ", "ขอใบรับรองแพทย์", "นำเข้าสินค้า", "ต่อทะเบียน", "ขอวีซ่า", "แจ้งความ", "รับรองเอกสาร",
)  # fmt: skip
STATE_EN = (
    "apply for a licence", "renew a licence", "replace a lost document", "register with the authorities",
    "correct an entry in the register", "notify the office", "register for a benefit", "claim welfare", "pay tax",
    "pay a fee", "get a certificate", "certified copy of an official document", "complain about an agency", "legal aid",
    "enrol in a school", "register a business", "permit to run a business", "check my entitlement",
    "change a name on a document", "transfer ownership", "withdraw an application", "appeal against a decision",
    "connect a utility", "health check at a public hospital", "medical certificate", "import goods",
    "renew a registration", "apply for a visa", "report to the police", "have a document legalised",
)  # fmt: skip
ELSEWHERE_TH = (
    "สูตรอาหารและวิธีทำ", "ร้านอาหารอร่อย", "เครื่องดื่ม กาแฟ ขนม", "ราคาสินค้าวันนี้", "ซื้อของออนไลน์ลดราคา", "ยี่ห้อไหนดี",
    "ผลการแข่งขันกีฬา", "ดูหนังฟังเพลง", "ดารานักร้อง", "เล่นเกม", "เล่นดนตรี", "ดูดวง ฤกษ์ ความฝัน", "หวยและเลขเด็ด",
    "พยากรณ์อากาศ", "ที่เที่ยวและโรงแรม", "ตั๋วเครื่องบิน", "เส้นทางรถไฟรถเมล์", "ซ่อมเครื่องใช้ไฟฟ้า",
    "คอมพิวเตอร์และโทรศัพท์เสีย", "ลืมรหัสผ่าน", "สมัครสมาชิกแอป", "แปลภาษา", "การบ้านคณิตศาสตร์", "ประวัติศาสตร์โลก",
    "เขียนโปรแกรม", "ออกกำลังกายลดน้ำหนัก", "เครื่องสำอางและเสื้อผ้า", "สัตว์เลี้ยง", "ปลูกต้นไม้ในบ้าน", "ลงทุนหุ้นคริปโต",
    "อัตราแลกเปลี่ยนเงินตรา", "จีบสาว ความรัก", "ข่าวการเมือง", "คำคมตลก", "สวัสดี คุยกันหน่อย", "เธอเป็นใคร ชื่ออะไร",
    "แต่งบ้าน", "ฟหกด กดมั่ว", "กกกก ขขขข", "1234 5678",
)  # fmt: skip
ELSEWHERE_EN = (
    "recipe and how to cook", "good restaurants", "drinks, coffee and sweets", "price of a product today",
    "online shopping discount", "which brand is best", "sports results", "films and music", "celebrities",
    "video games", "play an instrument", "horoscope and dreams", "lottery numbers", "weather forecast",
    "hotels and sightseeing", "flight tickets", "train and bus routes", "repair an appliance",
    "computer or phone does not work", "forgot a password", "subscribe to an app", "translate a sentence",
    "maths homework", "world history", "computer programming", "exercise and losing weight", "cosmetics and clothes",
    "pets", "house plants", "stocks and crypto", "currency exchange rate", "dating and love", "political news",
    "jokes and quotes", "hello, let us chat", "who are you, what is your name", "home decoration", "asdf qwer zxcv",
    "aaaa bbbb xxxx", "1234 5678",
)  # fmt: skip
