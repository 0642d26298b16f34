"""Uploads with tuspy through a network that cuts connections, and compares what arrived by its hash."""

import base64
import hashlib
import pathlib
import socket
import sys
import threading

import requests
from tusclient import client
from tusclient.exceptions import TusUploadFailed

URL, CODE, WORK, WHAT = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4]
HEADERS = {"Authorization": f"Receipt {CODE}"}
PHOTO = pathlib.Path(__file__).parent.parent / "fixtures" / "photos" / "baseline.planted.jpg"


def photo(length):
    """A photo of this length: what follows the end of a picture is dropped."""
    whole = PHOTO.read_bytes()
    noise = hashlib.shake_256(b"noise").digest(length - len(whole))
    path = WORK / f"{length}.jpg"
    path.write_bytes(whole + noise)
    return path


class Cutting(threading.Thread):
    """Passes connections on to the service, each until so many bytes have gone there; then it hangs up on both."""

    def __init__(self, *budgets):
        super().__init__(daemon=True)
        self.budgets = list(budgets)
        self.cuts = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.start()

    def run(self):
        while True:
            near, _ = self.listener.accept()
            host, port = URL.removeprefix("http://").split(":")
            far = socket.create_connection((host, int(port)))
            threading.Thread(target=self.back, args=(far, near), daemon=True).start()
            threading.Thread(target=self.there, args=(near, far), daemon=True).start()

    def back(self, far, near):
        try:
            while data := far.recv(65536):
                near.sendall(data)
        except OSError:
            pass

    def there(self, near, far):
        sent = 0
        try:
            while data := near.recv(16384):
                if self.budgets and sent + len(data) > self.budgets[0]:
                    far.sendall(data[: self.budgets.pop(0) - sent])
                    self.cuts += 1
                    break
                sent += len(data)
                far.sendall(data)
        except OSError:
            pass
        for one in (far, near):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def evidence():
    answer = requests.get(f"{URL}/v1/receipt/safety-report/evidence", headers=HEADERS, timeout=30)
    answer.raise_for_status()
    return answer.json()["items"]


def is_there(path):
    wanted = hashlib.sha256(path.read_bytes()).hexdigest()
    assert [item["received_sha256"] for item in evidence()].count(wanted) == 1, evidence()


def uploader(base, path, **more):
    tus = client.TusClient(f"{base}/v1/receipt/uploads", headers=HEADERS)
    return tus.uploader(str(path), metadata={"filename": path.name}, upload_checksum=False, **more)


def cut():
    # All of it in one request, which is cut twice on its way: the client asks how far it came and goes on.
    path, network = photo(3_000_000), Cutting(900_000, 700_000)
    upload = uploader(network.url, path, retries=10, retry_delay=0.2)
    upload.upload()
    assert network.cuts == 2, network.cuts
    assert upload.offset == path.stat().st_size
    is_there(path)
    # In pieces, each with its checksum.
    path = photo(500_001)
    tus = client.TusClient(f"{URL}/v1/receipt/uploads", headers=HEADERS)
    upload = tus.uploader(str(path), chunk_size=65_537, upload_checksum=True)
    upload.upload()
    is_there(path)


def begin():
    path = photo(400_000)
    upload = uploader(URL, path, chunk_size=150_000)
    upload.upload_chunk()
    (WORK / "at").write_text(upload.url)


def finish():
    path = WORK / "400000.jpg"
    tus = client.TusClient(f"{URL}/v1/receipt/uploads", headers=HEADERS)
    upload = tus.uploader(str(path), url=(WORK / "at").read_text())
    assert upload.get_offset() == 150_000, upload.get_offset()
    upload.upload()
    is_there(path)


def refused():
    path, before = WORK / "page.html", evidence()
    path.write_text("<html>no evidence</html>")
    try:
        uploader(URL, path).upload()
    except TusUploadFailed as failed:
        assert failed.status_code == 415, failed.status_code
    else:
        raise AssertionError("a page was taken")
    assert evidence() == before
    at = uploader(URL, photo(100_000))
    at.set_url(at.create_url())
    ended = requests.delete(at.url, headers={**HEADERS, "Tus-Resumable": "1.0.0"}, timeout=30)
    assert ended.status_code == 204, ended.status_code
    wrong = base64.b64encode(hashlib.sha1(b"other").digest()).decode()
    at = uploader(URL, photo(100_000))
    at.set_url(at.create_url())
    headers = {**HEADERS, "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Upload-Checksum": f"sha1 {wrong}",
               "Content-Type": "application/offset+octet-stream"}
    assert requests.patch(at.url, b"bytes", headers=headers, timeout=30).status_code == 460


def visit():
    # As an inspector: the code is an access token, and the file goes to a record of evidence of a visit.
    record, path, network = sys.argv[5], photo(900_000), Cutting(300_000)
    headers = {"Authorization": f"Bearer {CODE}"}
    tus = client.TusClient(f"{network.url}{record}/uploads", headers=headers)
    upload = tus.uploader(str(path), chunk_size=400_000, upload_checksum=False, retries=10, retry_delay=0.2)
    upload.upload()
    assert network.cuts == 1, network.cuts
    answer = requests.get(f"{URL}{record}", headers=headers, timeout=30)
    answer.raise_for_status()
    file = answer.json()["document"]["file"]
    assert file["received_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), file
    assert file["has_thumbnail"], file


{"cut": cut, "begin": begin, "finish": finish, "refused": refused, "visit": visit}[WHAT]()
print(f"tus: {WHAT}: as it should be")
