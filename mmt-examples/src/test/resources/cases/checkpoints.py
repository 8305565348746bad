"""Writes checkpoints and BERT directories as people have them: checkpoints.py OUT GOLDEN, needs python3-numpy.

GOLDEN has checkpoint.pth and bert. OUT/checkpoints/*.pth are the same checkpoint, written by other programs; what they
have in common is that PyTorch reads them. OUT/bert/* are BERTs of the same sizes with other values.
"""
import collections
import io
import json
import os
import pickle
import shutil
import struct
import sys
import types
import zipfile

import numpy as np

OUT, GOLDEN = sys.argv[1:]
RANDOM = np.random.default_rng(3)
with zipfile.ZipFile(os.path.join(GOLDEN, "checkpoint.pth")) as file:
    ENTRIES = {name: file.read(name) for name in file.namelist()}
ROOT = next(iter(ENTRIES)).split("/")[0]


class Storage:
    def __init__(self, id):
        self.id = id


class Call:
    """A call of a function of PyTorch that is not executed."""

    def __init__(self, function, arguments):
        self.function, self.arguments = function, list(arguments)

    def __reduce__(self):
        return self.function, tuple(self.arguments)


def known(module, name):
    """A stand-in for a class or function that pickles under the same name."""
    parts = module.split(".")
    for i in range(len(parts)):
        sys.modules.setdefault(".".join(parts[: i + 1]), types.ModuleType(parts[i]))
    home = sys.modules[module]
    if not hasattr(home, name):
        if name.startswith("_rebuild"):
            def found(*arguments):
                return Call(found, arguments)
            found.__module__, found.__name__, found.__qualname__ = module, name, name
        else:
            found = type(name, (), {"__module__": module, "__qualname__": name})
        setattr(home, name, found)
    return getattr(home, name)


class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        return super().find_class(module, name) if module in ("collections", "pathlib", "builtins", "copyreg") else known(module, name)

    def persistent_load(self, id):
        return Storage(id)


class Writer(pickle._Pickler):
    def persistent_id(self, value):
        return value.id if isinstance(value, Storage) else None


def checkpoint():
    return Reader(io.BytesIO(ENTRIES[ROOT + "/data.pkl"])).load()


def write_zip(name, entries, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(os.path.join(OUT, "checkpoints", name + ".pth"), "w", method) as file:
        for entry, data in entries.items():
            file.writestr(entry, data)


def write(name, value, protocol=2, **entries):
    data = io.BytesIO()
    Writer(data, protocol).dump(value)
    write_zip(name, {**ENTRIES, ROOT + "/data.pkl": data.getvalue(), **{ROOT + "/" + k: v for k, v in entries.items()}})


def renamed(prefix):
    value = checkpoint()
    value["state_dict"] = collections.OrderedDict((prefix + k, v) for k, v in value["state_dict"].items())
    return value


def converted(storage, convert):
    """The checkpoint with float32 tensors of another type, and their storages."""
    value, entries = checkpoint(), {}
    for tensor in value["state_dict"].values():
        kind, stored, key, device, count = tensor.arguments[0].id
        if stored.__name__ == "FloatStorage":
            numbers = np.frombuffer(ENTRIES["%s/data/%s" % (ROOT, key)], "<f4")
            entries["data/c" + key] = convert(numbers).tobytes()
            tensor.arguments[0] = Storage((kind, known("torch", storage), "c" + key, "cuda:0", count))
    return value, entries


os.makedirs(os.path.join(OUT, "checkpoints"))
write_zip("control", ENTRIES)
text = ENTRIES[ROOT + "/data.pkl"]
for name, path in (("python-3.13", b"cpathlib._local\nPosixPath\n"), ("windows", b"cpathlib\nWindowsPath\n")):
    assert b"cpathlib\nPosixPath\n" in text
    write_zip(name, {**ENTRIES, ROOT + "/data.pkl": text.replace(b"cpathlib\nPosixPath\n", path)})
write_zip("zipped-again", {"__MACOSX/._x": b"", "my/": b"", **{"my" + k[len(ROOT):]: v for k, v in ENTRIES.items()}}, zipfile.ZIP_DEFLATED)
write("torch-2", checkpoint(), protocol=4, **{"version": b"3\n", "byteorder": b"little", ".format_version": b"1", ".data/serialization_id": b"1" * 40})
for prefix in ("module.", "_orig_mod.", "module._orig_mod."):
    write("names-" + prefix.strip("."), renamed(prefix))
value = checkpoint()
del value["optimizer"]
value["ema"] = value["state_dict"]
value["monitor_best"], value["epoch"], value["random"] = np.float64(0.5), np.int64(3), np.arange(9)
write("other-content", value)
value = checkpoint()
for name, tensor in value["state_dict"].items():
    value["state_dict"][name] = Call(known("torch._utils", "_rebuild_parameter"), (tensor, True, collections.OrderedDict()))
write("parameters", value, protocol=5)
for name, storage, convert in (
    ("half", "HalfStorage", lambda x: x.astype("<f2")),
    ("double", "DoubleStorage", lambda x: x.astype("<f8")),
    ("bfloat16", "BFloat16Storage", lambda x: (x.view("<u4") >> 16).astype("<u2")),
):
    value, entries = converted(storage, convert)
    write(name, value, **entries)
value, entries = checkpoint(), {}
for tensor in value["state_dict"].values():
    storage, offset, shape = tensor.arguments[:3]
    if len(shape) == 2 and storage.id[1].__name__ == "FloatStorage":
        rows, columns = shape
        numbers = np.frombuffer(ENTRIES["%s/data/%s" % (ROOT, storage.id[2])], "<f4")[offset : offset + rows * columns]
        entries["data/t" + storage.id[2]] = numbers.reshape(rows, columns).T.tobytes()
        tensor.arguments[:4] = [Storage(storage.id[:2] + ("t" + storage.id[2], "cpu", rows * columns)), 0, shape, (1, rows)]
write("column-major", value, **entries)

# no checkpoints that can be read
write("big-endian", checkpoint(), byteorder=b"big")
value = checkpoint()
value["state_dict"].popitem()
write("incomplete", value)
write("state-dict", checkpoint()["state_dict"])
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 438005432\n"
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>\n"
with open(os.path.join(GOLDEN, "checkpoint.pth"), "rb") as file:
    COMPLETE = file.read()
for name, content in (("pointer", POINTER), ("page", PAGE), ("empty", b""), ("truncated", COMPLETE[: len(COMPLETE) // 2])):
    with open(os.path.join(OUT, "checkpoints", name + ".pth"), "wb") as file:
        file.write(content)

# BERT directories
with open(os.path.join(GOLDEN, "bert/config.json")) as file:
    CONFIG = {**json.load(file), "model_type": "bert"}
HIDDEN, INNER = CONFIG["hidden_size"], CONFIG["intermediate_size"]
SHAPES = {
    "embeddings.word_embeddings.weight": (CONFIG["vocab_size"], HIDDEN),
    "embeddings.position_embeddings.weight": (CONFIG["max_position_embeddings"], HIDDEN),
    "embeddings.token_type_embeddings.weight": (CONFIG["type_vocab_size"], HIDDEN),
    "embeddings.LayerNorm.weight": (HIDDEN,),
    "embeddings.LayerNorm.bias": (HIDDEN,),
}
for layer in range(CONFIG["num_hidden_layers"]):
    for name, shape in (
        ("attention.self.query", (HIDDEN, HIDDEN)), ("attention.self.key", (HIDDEN, HIDDEN)), ("attention.self.value", (HIDDEN, HIDDEN)),
        ("attention.output.dense", (HIDDEN, HIDDEN)), ("intermediate.dense", (INNER, HIDDEN)), ("output.dense", (HIDDEN, INNER)),
        ("attention.output.LayerNorm", (HIDDEN,)), ("output.LayerNorm", (HIDDEN,)),
    ):
        SHAPES["encoder.layer.%d.%s.weight" % (layer, name)] = shape
        SHAPES["encoder.layer.%d.%s.bias" % (layer, name)] = shape[:1]
TENSORS = {name: RANDOM.standard_normal(shape).astype("<f4") for name, shape in SHAPES.items()}


def safetensors(path, tensors, kind="F32", metadata=None):
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for name, values in tensors.items():
        raw = (values.view("<u4") >> 16).astype("<u2") if kind == "BF16" else values.astype({"F32": "<f4", "F16": "<f2", "F64": "<f8"}[kind])
        header[name] = {"dtype": kind, "shape": values.shape, "data_offsets": [len(data), len(data) + raw.nbytes]}
        data += raw.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def bert(name, tensors=None, config=None, **options):
    target = os.path.join(OUT, "bert", name)
    os.makedirs(target)
    shutil.copy(os.path.join(GOLDEN, "bert/vocab.txt"), target)
    with open(os.path.join(target, "config.json"), "w") as file:
        json.dump({**CONFIG, **(config or {})}, file)
    if tensors is not None:
        safetensors(os.path.join(target, "model.safetensors"), tensors, **options)
    return target


def shards(name, stored, listed):
    target = bert(name)
    for file in set(stored.values()):
        safetensors(os.path.join(target, file), {n: TENSORS[n] for n in TENSORS if stored[n] == file})
    with open(os.path.join(target, "model.safetensors.index.json"), "w") as file:
        json.dump({"metadata": {"total_size": 1}, "weight_map": listed}, file)


bert("control", TENSORS)
bert("names-module", {"module.bert." + n: v for n, v in TENSORS.items()})
bert("gamma-beta", {n.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v for n, v in TENSORS.items()})
tied = {"bert." + n: v for n, v in TENSORS.items()}
tied["cls.predictions.decoder.weight"] = TENSORS["embeddings.word_embeddings.weight"]
bert("masked-lm", tied, {"architectures": ["BertForMaskedLM"]})
for kind in ("F16", "BF16", "F64"):
    bert(kind, TENSORS, kind=kind, metadata={"format": "pt"})
bert("gelu-new", TENSORS, {"hidden_act": "gelu_new"})
halves = {name: "model-0000%d-of-00002.safetensors" % (1 + i % 2) for i, name in enumerate(TENSORS)}
shards("shards", halves, halves)
shards("shard-missing", {n: min(halves.values()) for n in halves}, halves)
shards("shard-elsewhere", halves, {n: "../control/model.safetensors" for n in halves})
for kind in ("distilbert", "roberta", "mpnet"):
    bert(kind, TENSORS, {"model_type": kind})
for name, content in (("pointer", POINTER), ("page", PAGE)):
    with open(os.path.join(bert(name), "model.safetensors"), "wb") as file:
        file.write(content)
    with open(os.path.join(bert(name + "-bin"), "pytorch_model.bin"), "wb") as file:
        file.write(content)
