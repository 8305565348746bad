"""Writes the HDF5 files beside it, which the tests of mmt-features read: h5py 3.7, HDF5 1.10."""
import os
import zlib

import h5py
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
VALUES = (np.arange(35).reshape(7, 5) - 9) / 8  # exact in half precision
STRING = h5py.string_dtype("utf-8")


def video(name, **options):
    return h5py.File(name + ".h5", "w", **options)


def add_one_caption(f):
    f["raw_captions.0"] = np.array([b"a", b"dog"])


with video("types") as f:
    for name in ("f2", "f4", "f8"):
        f["features.little_" + name] = VALUES.astype("<" + name)
        f["features.big_" + name] = VALUES.astype(">" + name)

with video("storage") as f:
    values = VALUES.astype("f4")
    f.create_dataset("features.chunks", data=values, chunks=(3, 2))
    f.create_dataset("features.gzip", data=values, chunks=(2, 5), compression="gzip")
    f.create_dataset("features.gzip_shuffle", data=values, chunks=(3, 2), compression="gzip", shuffle=True)
    f.create_dataset("features.lzf", data=values, chunks=(7, 5), compression="lzf")
    f.create_dataset("features.lzf_shuffle", data=values, chunks=(4, 5), compression="lzf", shuffle=True)
    f.create_dataset("features.lzf_skipped", data=values, chunks=(1, 1), compression="lzf")
    f.create_dataset("features.growing", data=values, chunks=(16, 8), maxshape=(None, None))
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(values.shape)
    compact = h5py.h5d.create(f.id, b"features.compact", h5py.h5t.IEEE_F32LE, space, plist)
    compact.write(h5py.h5s.ALL, h5py.h5s.ALL, values)

with video("latest", libver="latest") as f:
    values = VALUES.astype("f4")
    f["features.contiguous"] = values
    f.create_dataset("features.one_chunk", data=values, chunks=(7, 5), compression="gzip")
    f.create_dataset("features.fixed_array", data=values, chunks=(2, 2), compression="gzip", shuffle=True)
    f.create_dataset("features.extensible", data=values, chunks=(2, 5), maxshape=(None, 5))
    f.create_dataset("features.tree", data=values, chunks=(2, 2), maxshape=(None, None))
    for i in range(12):  # more links than fit into the header of the group
        f["raw_captions.%d" % i] = np.array(["word", str(i)], dtype=object).astype(STRING)

with video("captions") as f:
    words = ["a", "café", "中文", "", "dog"]
    encoded = [w.encode() for w in words]
    f["raw_captions.0"] = np.array(encoded)
    f.create_dataset("raw_captions.1", data=words, dtype=STRING)
    f.create_dataset("raw_captions.2", data=encoded, dtype=h5py.string_dtype("ascii"))
    f.create_dataset("raw_captions.10", data=np.array(encoded), chunks=(2,), compression="gzip")
    f["raw_captions_t.1"] = np.array([[0, 1], [499.5, 500.5], [500, 501], [2, 3], [4, 5], [9, 9]], "f4")

with video("missing") as f:
    f["features.empty"] = np.zeros((0, 4), "f4")
    f["features.flat"] = np.zeros((0,), "f4")
    f["features.null"] = h5py.Empty("f4")
    f["features.nan"] = np.full((1, 1), np.nan, "f4")
    f["features_t.nan"] = np.full((1, 2), np.nan)

with video("times") as f:
    for name in ("longer", "single", "integer", "short", "backwards", "negative", "unknown", "wide"):
        f["features." + name] = np.ones((3, 2), "f4")
    f["features_t.longer"] = np.array([[0, 1.5], [1.5, 3], [3, 4], [4, 5]])
    f["features_t.single"] = np.array([[0.1, 0.2], [0.3, 0.4], [0.7, 0.9]], "f4")
    f["features_t.integer"] = np.array([[0, 1], [1, 2], [2, 3]])
    f["features_t.short"] = np.array([[0.0, 1], [1, 2]])
    f["features_t.backwards"] = np.array([[0.0, 1], [2, 3], [1, 2]])
    f["features_t.negative"] = np.array([[-4.0, -3], [1, 2], [2, 3]])
    f["features_t.unknown"] = np.full((3, 2), -1.0)
    f["features_t.wide"] = np.array([[0.0, 1, 2]] * 3)

with video("values") as f:
    f["features.nan_later"] = np.array([[1, 2], [np.nan, 4]], "f4")
    f["features.infinite"] = np.array([[np.inf, 2], [3, 4]], "f4")
    f["features.too_large"] = np.array([[1e300, 2]])
    f["features.integer"] = np.ones((2, 2), "i4")
    f["features.cube"] = np.ones((2, 2, 2), "f4")
    f["features.list"] = np.ones(4, "f4")
    f["features.scalar"] = np.float32(1)
    f["features.text"] = np.array([[b"a", b"b"]])
    f.create_dataset("features.fletcher", data=np.ones((2, 2), "f4"), fletcher32=True)
    f.create_group("features.group")
    f["features.soft"] = h5py.SoftLink("/features.soft")
    f["features.external"] = h5py.ExternalLink("types.h5", "/features.little_f4")
    add_one_caption(f)

with video("sizes") as f:
    f.create_dataset("features.never_stored", shape=(3, 4), dtype="f4")
    f.create_dataset("features.huge", shape=(2**40, 4), dtype="f4")
    f.create_dataset("features.huge_chunks", shape=(2**40, 4), dtype="f4", chunks=(1, 4))
    f.create_dataset("features.absent_chunks", shape=(6, 4), dtype="f4", chunks=(2, 4))
    f["features.absent_chunks"][:2] = 1
    bomb = f.create_dataset("features.bomb", shape=(2, 2), dtype="f4", chunks=(2, 2), compression="gzip")
    bomb.id.write_direct_chunk((0, 0), zlib.compress(bytes(4_000_000), 9))
    cut = f.create_dataset("features.cut", shape=(2, 2), dtype="f4", chunks=(2, 2), compression="gzip")
    cut.id.write_direct_chunk((0, 0), zlib.compress(bytes(range(16)))[:12])

for name, settings in (("shuffle", b"\4\0\0\0"), ("lzf", b"\4\0\0\0" + b"\5\1\0\0" + b"\x10\0\0\0")):
    with video(name + "_lies") as f:
        options = {"shuffle": True} if name == "shuffle" else {"compression": "lzf"}
        f.create_dataset("features." + name, data=np.ones((2, 2), "f4"), chunks=(2, 2), **options)
    with open(name + "_lies.h5", "r+b") as f:
        whole = f.read()
        at = whole.index(name.encode().ljust(8, b"\0") + settings) + 8 + len(settings) - 4
        f.seek(at)
        f.write(b"\xff\xff\xff\x7f")

with video("garbage_words") as f:
    f["raw_captions.0"] = np.array([b"fine", b"\xff\xfe"])

with video("number_captions") as f:
    f["raw_captions.0"] = np.arange(3.0)

with video("short_caption_times") as f:
    add_one_caption(f)
    f["raw_captions_t.0"] = np.array([[0.0, 1]])

with video("empty_caption") as f:
    add_one_caption(f)
    f["raw_captions.1"] = np.zeros((0,), "S1")

with video("wide") as f:
    f["features.rgb"] = np.ones((2, 6), "f4")

with video("small") as f:  # damaged byte by byte
    f.create_dataset("features.rgb", data=VALUES.astype("f4"), chunks=(4, 5), compression="gzip", shuffle=True)
    f["features.s3d"] = VALUES
    f["features_t.s3d"] = np.stack([np.arange(7.0), np.arange(7.0) + 1], 1)
    f.create_dataset("features.lzf", data=VALUES.astype("f2"), chunks=(7, 5), compression="lzf")
    add_one_caption(f)
    f.create_dataset("raw_captions.1", data=["two", "dogs"], dtype=STRING)
    f["raw_captions_t.1"] = np.array([[0.0, 1], [1, 2]])

with video("small_latest", libver="latest") as f:
    f.create_dataset("features.rgb", data=VALUES.astype("f4"), chunks=(2, 5), compression="gzip")
    f["features.s3d"] = VALUES
    for i in range(9):
        f["raw_captions.%d" % i] = np.array([b"a", b"dog"])
