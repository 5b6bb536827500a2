const express = require("express");

const app = express();
app.get("/healthz", (request, response) => response.json({ status: "ok" }));
app.listen(8000);
