"""What was written about a release is never changed and never taken away, by whatever means."""

from article16.common.db.guards import append_only

TRIGGERS = append_only("releases_release")
