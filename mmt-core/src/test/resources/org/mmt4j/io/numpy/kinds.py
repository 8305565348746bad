"""Writes pickles and .npy files of further types, and tables of objects that are no dicts.

    cd src/test/resources/org/mmt4j/io/numpy && /usr/bin/python3 kinds.py
"""
import collections
import pickle
import sys
import types

import numpy as np

VALUES = np.arange(6).reshape(2, 3)
KINDS = ["i1", "i2", "u1", "u2", "u4", "u8", "b1", "O"]


def of_kind(kind):
    if kind == "O":
        rows = np.empty(2, object)
        rows[:] = [VALUES[0].astype("f4"), VALUES[1].astype("f8")]
        return rows
    return VALUES.astype(">" + kind)


class Store:
    """Attributes of the published feature files of Collaborative Experts."""

    def __init__(self, keys):
        self.keys = keys
        self.dim = 3
        self.store_dtype = np.float16
        self.store = np.arange(3.0 * len(keys)).reshape(len(keys), 3).astype("f2")
        self.store[1] = np.nan
        self.keymap = {key: i for i, key in enumerate(keys)}
        self.missing = {keys[1]}


def named(qualified):
    module, name = qualified.rsplit(".", 1)
    parts = module.split(".")
    for i in range(len(parts)):
        sys.modules[".".join(parts[: i + 1])] = types.ModuleType(".".join(parts[: i + 1]))
    Store.__module__, Store.__qualname__, Store.__name__ = module, name, name
    setattr(sys.modules[module], name, Store)


for kind in KINDS:
    np.save("kind_%s.npy" % kind, of_kind(kind), allow_pickle=True)
np.save("kind_V2.npy", np.zeros((2, 3), "V2"))
np.save("kind_f16.npy", np.zeros(2, np.longdouble))
for protocol in range(6):
    with open("kinds_protocol%d.pickle" % protocol, "wb") as file:
        content = collections.OrderedDict((kind, of_kind(kind)) for kind in KINDS)
        content[7] = np.float32(1.5)
        content[b"bytes"] = np.ones(1)
        content["names"] = np.array(["a", "b"])
        content["words"] = [["a", "dog"], "a cat"]
        content["ragged"] = np.array([np.zeros(2), np.zeros(3)], dtype=object)
        pickle.dump(content, file, protocol)
    named(["datastructures.ExpertStore", "utils.datastructures.Table"][protocol % 2])
    with open("store_protocol%d.pickle" % protocol, "wb") as file:
        pickle.dump(Store(["video0", "video1", "video2"]), file, protocol)
with open("table.pickle", "wb") as file:
    matrix = np.asfortranarray(VALUES.astype("f4"))
    pickle.dump({"ids": ("video0", "video1"), "features": matrix, "model": "i3d"}, file)
