"""The store of files takes nothing."""

import os
import subprocess
import time
import uuid

from client import Client
from service import REPOSITORY

EVIDENCE = "/v1/receipt/safety-report/evidence"
COUNT = "SELECT count(*) FROM safety_evidence"


def read_only(ground):
    """The folder of evidence becomes read-only, as file systems do after an error. Reports are filed all the same; a
    photo is refused with 503 and taken, with the same key, when the folder can be written again."""
    photo = (REPOSITORY / "tests/fixtures/photos" / "baseline.planted.jpg").read_bytes()
    folder = ground.service.data / "evidence"
    with ground.load(threads=4) as load:
        load.wait_for(8, seconds=5)
        reports = [entry for entry in ground.diary.since(load.begin) if entry.kind == "report" and entry.id][:5]
        for report in reports:
            report.was_used = True
        receipts = [report.receipt for report in reports]
        client = Client(ground.service.port)

        def upload(receipt, key):
            return client.send("POST", EVIDENCE, photo, key=key, receipt=receipt, media_type="image/jpeg")

        rows = int(ground.database.ask(COUNT)[0][0])
        before = uuid.uuid4()
        kept = upload(receipts[0], before)
        ground.expect(kept.status == 201, f"a photo was answered {kept.status}")
        make_read_only(folder)
        try:
            refused = {uuid.uuid4(): receipt for receipt in receipts}
            for key, receipt in refused.items():
                answer = upload(receipt, key)
                ground.expect(answer.status == 503 and answer.fault() is None,
                              f"a photo was answered {answer.status}: {answer.fault()}")
            seen = client.send("GET", f"{EVIDENCE}/{kept.json()['id']}", receipt=receipts[0])
            ground.expect(seen.status == 200, f"a photo of before was answered {seen.status}")
            filed = load.acknowledged
            load.wait_for(5, seconds=10)
            ground.expect(load.acknowledged > filed, "reports without photos were not taken")
        finally:
            make_writable(folder)
        begun = time.monotonic()
        for key, receipt in refused.items():
            answer = upload(receipt, key)
            ground.expect(answer.status == 201, f"a photo that came again was answered {answer.status}")
        load.recovered_after.append(time.monotonic() - begun)
        ground.expect(upload(receipts[0], before).json()["id"] == kept.json()["id"], "a photo was taken twice")
    ground.diary.others |= {before, *refused}
    rows = int(ground.database.ask(COUNT)[0][0]) - rows
    ground.expect(rows == 1 + len(refused), f"{rows} rows for {1 + len(refused)} photos")
    ground.note(f"{len(refused)} photos refused and taken later")
    return load


def make_read_only(folder):
    """Root is not stopped by the rights of a folder, so that its folder is mounted read-only."""
    if os.getuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    else:
        for place in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
            place.chmod(0o500)


def make_writable(folder):
    if os.getuid() == 0:
        subprocess.run(["umount", folder], check=True)
    else:
        for place in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
            place.chmod(0o700)
