"""A replica: a second server that follows the first one (streaming replication)."""

import shutil

from databases import Postgres


class Standby(Postgres):
    """Follows `primary` from its start on."""

    def __init__(self, folder, primary):
        super().__init__(folder)
        self.primary = primary

    def create(self):
        """Copies the primary and starts to follow it."""
        self.folder.mkdir(exist_ok=True)
        if self.as_user:
            shutil.chown(self.folder, "postgres")
        self._run("pg_basebackup", "-h", "127.0.0.1", "-p", str(self.primary.port), "-U", "postgres", "-D",
                  str(self.folder / "data"), "--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream")
        self.start()

    def hold_back(self):
        """It goes on to receive what is written, and shows nothing of it."""
        self.ask("SELECT pg_wal_replay_pause()")
        while self.ask("SELECT pg_get_wal_replay_pause_state()")[0][0] != "paused":
            pass

    def let_go(self):
        self.ask("SELECT pg_wal_replay_resume()")

    def become_primary(self):
        """As somebody does by mistake, or when the primary is lost."""
        self.ask("SELECT pg_promote(true, 60)")
