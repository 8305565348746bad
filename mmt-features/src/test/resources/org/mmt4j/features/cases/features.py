"""Writes features, captions and lists as people have them: features.py OUT PUBLISHED, needs python3-h5py.

Each folder OUT/CASE has captions and a folder of features, or a copy of the tree PUBLISHED/data. Values are
random; FeatureCasesTest states what is read.
"""
import collections
import json
import os
import pickle
import shutil
import sys
import types

import h5py
import numpy as np

OUT, PUBLISHED = sys.argv[1:]
IDS = ["clip%d" % i for i in range(6)]
WORDS = ["a man sings", "a dog runs", "two cats sleep"]
RANDOM = np.random.default_rng(7)
TIMES = np.arange(4) + 0.5


def matrix(*shape, kind="f4"):
    return RANDOM.standard_normal(shape).astype(kind)


def captions(ids=IDS):
    return "".join("%s\t%s\n" % (video, WORDS[i % 3]) for i, video in enumerate(ids))


def case(name, text=None, file="captions.tsv", ids=IDS):
    features = os.path.join(OUT, name, "features")
    os.makedirs(features)
    text = captions(ids) if text is None else text
    with open(os.path.join(OUT, name, file), "wb") as target:
        target.write(text if isinstance(text, bytes) else text.encode())
    return features


def folder(*parts):
    path = os.path.join(*parts)
    os.makedirs(path, exist_ok=True)
    return path


def save_pickle(value, *path, protocol=4):
    with open(os.path.join(*path), "wb") as file:
        pickle.dump(value, file, protocol)


def save_npy(features, expert, make):
    for i, video in enumerate(IDS):
        np.save(os.path.join(folder(features, expert), video + ".npy"), make(i))


def per_video(name, write, **options):
    """A case with an HDF5 file per video."""
    features = case(name)
    for video in IDS:
        with h5py.File(os.path.join(features, video + ".h5"), "w", **options) as file:
            write(file)


def per_expert(name, write, ids=IDS, ending="h5", **options):
    """A case with one HDF5 file for all videos."""
    with h5py.File(os.path.join(case(name, ids=ids), "i3d." + ending), "w", **options) as file:
        write(file)


def published(name):
    target = os.path.join(OUT, name)
    shutil.copytree(os.path.join(PUBLISHED, "data"), os.path.join(target, "data"))
    return os.path.join(target, "data")


# objects of classes that are not installed (F1), beside pickles of other things (F2) and a damaged one
class Store:
    def __init__(self):
        self.keys = list(IDS)
        self.store = matrix(len(IDS), 8, kind="f2")
        self.store[0] = np.nan
        self.missing = {IDS[0]}


sys.modules["lab"] = types.ModuleType("lab")
sys.modules["lab"].Store = Store
Store.__module__ = "lab"
features = case("pickles")
save_pickle(Store(), features, "i3d.pickle", protocol=3)
save_pickle({v: matrix(3, 5) for v in IDS}, features, "rgb.pkl")
save_pickle({v: [words.split() for words in WORDS] for v in IDS}, features, "raw-captions.pkl")
save_pickle({v: [matrix(2, 3)] for v in IDS}, features, "w2v.pkl")
with open(os.path.join(features, "flow.pickle"), "wb") as file:
    file.write(pickle.dumps({v: matrix(3, 5) for v in IDS})[:300])

# the caption index of 1k-A (F3)
for protocol in (2, 5):
    data = published("caption-index-%d" % protocol)
    index = os.path.join(data, "MSRVTT/symlinked-feats/jsfusion_val_caption_idx.pkl")
    with open(index, "rb") as file:
        numbers = pickle.load(file)
    save_pickle({video: np.int64(number) for video, number in numbers.items()}, index, protocol=protocol)

# what video_features writes (F4)
features = case("streams")
for video in IDS:
    for suffix, array in (("rgb", matrix(4, 8)), ("flow", matrix(4, 8)), ("fps", np.array(25.0)), ("timestamps_ms", TIMES * 1000)):
        np.save(os.path.join(folder(features, "i3d"), video + "_" + suffix + ".npy"), array)

# a folder per network (F5), with .npz and with HDF5
features = case("npz-networks")
for network, size in (("clip", 8), ("slowfast", 5)):
    for video in IDS:
        np.savez(os.path.join(folder(features, network), video + ".npz"), features=matrix(4, size, kind="f2"), fps=25.0)
features = case("h5-networks")
for network, size, ending in (("clip", 8, ".h5"), ("slowfast", 5, ".hdf5")):
    for video in IDS:
        with h5py.File(os.path.join(folder(features, network), video + ending), "w") as file:
            file["features"] = matrix(4, size)
            file["timestamps"] = TIMES
features = case("npz-beside")
for video in IDS:
    np.savez_compressed(os.path.join(features, video + ".npz"), i3d=np.asfortranarray(matrix(4, 8)), fps=25.0, name=video, timestamps_ms=TIMES * 1000)

# one HDF5 file for all videos (F6), of any number
per_expert("one-file", lambda file: [file.create_dataset(v, data=matrix(4, 8)) for v in IDS], ending="hdf5")
per_expert("one-file-groups", lambda file: [file.create_dataset(v + "/feat", data=matrix(4, 8)) for v in IDS])
many = ["clip%d" % i for i in range(100000)]
one = matrix(1, 8)
for version in ("earliest", "latest"):
    ids = many if version == "latest" else many[:20000]
    per_expert("one-file-" + version, lambda file: [file.create_dataset(v, data=one) for v in ids], ids=ids, libver=version)

# numbers of every type (F7)
for kind in ("u1", "i8", "i4", ">f2", "f8", "b1", "O"):
    def make(i):
        values = np.abs(matrix(4, 8) * 9)
        return np.array(list(values) + [None], dtype=object)[:4] if kind == "O" else values.astype(kind)

    name = kind.replace(">", "big-")
    save_npy(case("npy-" + name), "vggish", make)
    save_pickle({v: make(i) for i, v in enumerate(IDS)}, case("pickle-" + name), "vggish.pickle")
    if kind != "O":
        per_video("h5-" + name, lambda file: file.create_dataset("features.vggish", data=make(0)))
save_npy(case("npy-bfloat16"), "clip", lambda i: matrix(4, 8, kind="f2").view("V2"))

# axes of length 1, rows of NaN, crops, transposed arrays (F8)
save_npy(case("single-axes"), "i3d", lambda i: matrix(*[(1, 4, 8), (4, 8, 1, 1), (8,)][i % 3]))
save_npy(case("nan-rows"), "i3d", lambda i: np.where(np.arange(4)[:, None] == 1 if i else True, np.nan, matrix(4, 8)))
save_npy(case("crops"), "i3d", lambda i: matrix(4, 3, 8))
save_npy(case("transposed"), "i3d", lambda i: matrix(8, 4 + i))


# settings of HDF5 (F9)
def plain(file, **options):
    file.create_dataset("features.i3d", data=matrix(4, 8), **options)
    file["features_t.i3d"] = np.stack([TIMES - 0.5, TIMES + 0.5], 1)


def virtual(file):
    file["other"] = matrix(4, 8)
    layout = h5py.VirtualLayout(shape=(4, 8), dtype="f4")
    layout[:] = h5py.VirtualSource(file["other"])
    file.create_virtual_dataset("features.i3d", layout)


def half_written(file):
    file.create_dataset("features.flow", (4, 8), "f4")
    chunks = file.create_dataset("features.i3d", (4, 8), "f4", chunks=(2, 8))
    chunks[:2] = 1


per_video("h5-checksums", lambda file: plain(file, chunks=(4, 8), fletcher32=True))
per_video("h5-szip", lambda file: plain(file, chunks=(4, 8), compression="szip"))
per_video("h5-lzf", lambda file: plain(file, chunks=(3, 5), compression="lzf", shuffle=True))
per_video("h5-latest", plain, libver="latest")
per_video("h5-user-block", plain, userblock_size=1024, libver="latest")
per_video("h5-unwritten", half_written)
per_video("h5-soft-link", lambda file: (file.create_dataset("x", data=matrix(4, 8)), file.__setitem__("features.i3d", h5py.SoftLink("/x"))))
per_video("h5-bare", lambda file: file.create_dataset("features", data=matrix(4, 8)))
per_video("h5-external-link", lambda file: file.__setitem__("features.i3d", h5py.ExternalLink("/etc/hostname", "/x")))
per_video("h5-virtual", virtual, libver="latest")
per_video("h5-external-file", lambda file: file.create_dataset("features.i3d", data=matrix(4, 8), external=[(os.path.join(OUT, "raw.bin"), 0, h5py.h5f.UNLIMITED)]))
per_video("h5-caption", lambda file: (plain(file), file.__setitem__("raw_captions.0", "a dog barks")))
for video in os.listdir(os.path.join(OUT, "h5-caption")):
    if video.startswith("captions"):
        os.remove(os.path.join(OUT, "h5-caption", video))

# spellings of ids (F10) and tables (F11)
TABLES = {
    "endings.tsv": captions([v + ".mp4" for v in IDS]),
    "case.tsv": captions([v.upper() if i % 2 else v for i, v in enumerate(IDS)]),
    "semicolons.csv": "\ufeffvideo_id;caption\r\n" + "".join('%s;"a man, with ""x""; leaves"\r\n' % v for v in IDS),
    "line-break.csv": 'video_id,caption\n%s,"a man\nsings"\n' % IDS[0],
    "utf16.tsv": captions().encode("utf-16"),
    "windows.tsv": captions().replace("dog", "jalape\xf1o").encode("cp1252"),
    "spaces.tsv": captions().replace("\t", "    "),
    "fields.jsonl": "".join(json.dumps({"video_id": v, "sentence": ["a dog", "a cat"]}) + "\n" for v in IDS),
    "msrvtt.json": json.dumps({"videos": [{"video_id": v} for v in IDS], "sentences": [{"video_id": v, "caption": "a dog"} for v in IDS]}),
}
for name, text in TABLES.items():
    save_npy(case("table-" + name, text, "captions" + os.path.splitext(name)[1]), "i3d", lambda i: matrix(4, 8))

# listed videos that are damaged (F12)
data = published("damaged-video")
with open(os.path.join(data, "MSRVTT/vid_feat_files/mult_h5/v/i/d/video7052.h5"), "r+b") as file:
    file.truncate(9000)

# times (F13)
for name, times in {"unsorted": [[0, 1], [3, 4], [1, 2], [5, 6]], "nan": [[0, 1], [1, 2], [2, np.nan], [np.nan] * 2], "few": [[0, 1], [1, 2]]}.items():
    per_video("times-" + name, lambda file: (file.__setitem__("features.i3d", matrix(4, 8)), file.__setitem__("features_t.i3d", np.array(times, float))))

# dicts of other classes, keys of Python 2 (F14)
features = case("dicts")
save_pickle(collections.OrderedDict((v, matrix(4, 8)) for v in IDS), features, "rgb.pickle", protocol=2)
save_pickle({v.encode(): matrix(4, 8) for v in IDS}, features, "flow.pickle", protocol=0)

# LSMDC's own list names a clip once a sentence (F15)
data = published("lsmdc")
path = os.path.join(data, "LSMDC/symlinked-feats/LSMDC16_annos_training.csv")
with open(path, encoding="utf-8") as file:
    lines = file.read().splitlines()
lines[1:1] = [lines[0].rsplit("\t", 1)[0] + "\t\"Go,\" she says.", lines[2].rsplit("\t", 1)[0] + "\tHe waits."]
with open(path, "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n")
order = [line.split("\t")[0].strip() for line in lines]
np.random.RandomState(0).shuffle(order)
with open(os.path.join(OUT, "lsmdc", "expected.txt"), "w", encoding="utf-8") as file:
    file.write("\n".join(order) + "\n")
