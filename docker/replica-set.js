// Makes the replica set if there is none yet, and waits for its primary. Run by mongosh; may run again at any time.
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "pembina", members: [{ _id: 0, host: "mongodb:27017" }] });
}
for (let left = 120; !db.hello().isWritablePrimary; left--) {
  if (left === 0) throw new Error("no primary within a minute");
  sleep(500);
}
