import uvicorn
from fastapi import FastAPI

app = FastAPI(title="orders")


@app.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}


def main() -> None:
    uvicorn.run(app, host="0.0.0.0", port=8000)


if __name__ == "__main__":
    main()
