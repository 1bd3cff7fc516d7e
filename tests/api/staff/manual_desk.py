"""A procedure of the small state with a manual in force, and forms of its parts as a browser would send them."""

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Agency
from tests.api.staff.conftest import DEPARTMENT, agency_id_of
from tests.country import Country

OLD_STEP = "ยื่นคำขอที่ฝ่ายทะเบียน"

STEPS: dict[str, object] = {"row-0-name_th": "ยื่นคำขอ", "row-0-duration": "15", "row-0-duration_unit": "minute"}


def make_procedure(url: str, code: str, *, title_th: str = "การขอสินเชื่อชุมชน") -> None:
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        Country(session).make_procedure(
            code,
            title_th=title_th,
            title_en=None,
            agency=session.get_one(Agency, agency_id_of(session, DEPARTMENT)),
            manual={
                "summary_th": "สรุปเดิม",
                "steps": [{"name_th": OLD_STEP, "duration": 30, "duration_unit": "minute"}],
                "fees": [{"name_th": "ค่าคำขอ", "amount_baht": 20}],
            },
        )
        session.commit()
    engine.dispose()
