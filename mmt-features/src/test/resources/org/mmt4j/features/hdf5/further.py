"""Writes further HDF5 files beside it, as other settings of h5py write them: h5py 3.7, HDF5 1.10.

Features are the values of fixtures.py. Run: /usr/bin/python3 further.py
"""
import gzip
import os

import h5py
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
VALUES = ((np.arange(35).reshape(7, 5) - 9) / 8).astype("f4")
INTEGERS = np.arange(35).reshape(7, 5)

with h5py.File("filters.h5", "w") as f:
    add = lambda name, data=VALUES, **options: f.create_dataset("features." + name, data=data, **options)
    add("fletcher32", chunks=(7, 5), fletcher32=True)
    add("fletcher32_gzip", chunks=(3, 2), fletcher32=True, compression="gzip", shuffle=True)
    add("fletcher32_lzf", chunks=(4, 5), fletcher32=True, compression="lzf")
    add("scale_f4", chunks=(3, 2), scaleoffset=3)
    add("scale_f8", VALUES.astype(">f8"), chunks=(7, 5), scaleoffset=3, compression="gzip")
    add("cube", VALUES.reshape(7, 1, 5, 1), chunks=(2, 1, 3, 1))
    add("integer_scale", INTEGERS, chunks=(3, 2), scaleoffset=True)
    add("integer_scale_u1", INTEGERS.astype("u1"), chunks=(7, 5), scaleoffset=True)
    for kind in ("i1", ">i2", "i4", "u1", "u2", ">u4", "u8"):
        add("integer_" + kind[-2:], INTEGERS.astype(kind))
    add("boolean", INTEGERS % 2 == 1)
    add("long_double", VALUES.astype(np.longdouble))

with h5py.File("unwritten.h5", "w") as f:
    f.create_dataset("features.contiguous", shape=(2, 2), dtype="f4", fillvalue=2.5)
    f.create_dataset("features.zero", shape=(2, 2), dtype="i2")
    half = f.create_dataset("features.chunks", shape=(4, 2), dtype="f4", chunks=(2, 2), fillvalue=2.5, compression="gzip")
    half[:2] = 1

with h5py.File("resizable.h5", "w", libver="latest") as f:
    long = np.arange(400.0).reshape(200, 2).astype("f4")
    f.create_dataset("features.array", data=long, chunks=(2, 2), maxshape=(None, 2))
    f.create_dataset("features.filtered_array", data=long, chunks=(2, 2), maxshape=(None, 2), compression="gzip")
    f.create_dataset("features.tree", data=long, chunks=(2, 1), maxshape=(None, None), compression="gzip")
    f.create_dataset("features.fixed", data=long, chunks=(2, 1))
    gap = f.create_dataset("features.gap", shape=(40, 2), dtype="f4", chunks=(2, 2), maxshape=(None, 2))
    gap[:4] = 1
    gap[36:] = 1

with h5py.File("grouped.h5", "w") as f:
    f["features/i3d"] = VALUES
    f["features_t/i3d"] = np.arange(7.0)
    f["features.soft"] = h5py.SoftLink("/features/i3d")
    f["features.relative"] = h5py.SoftLink("features/i3d")
    f["features.lost"] = h5py.SoftLink("/nothing")
    f["raw_captions/0"] = "a  dog barks"
    f["raw_captions/1"] = np.array([b"two dogs"])

with h5py.File("bare.h5", "w") as f:
    f["i3d"] = VALUES
    f["title"] = "a dog"

os.makedirs("experts", exist_ok=True)
with h5py.File("experts/clip-b.32.h5", "w", track_order=True) as f:
    f["video0"] = VALUES
    f["video1"] = VALUES.reshape(1, 7, 5).astype("f8")
with h5py.File("experts/i3d.hdf5", "w") as f:
    f["video0/i3d_features/rgb"] = VALUES
    f["video0/i3d_features/flow"] = VALUES + 1
    f["video0/timestamps_ms"] = np.arange(7.0) * 500
    f["video0/fps"] = 25.0
    f["video2/anything"] = VALUES[:1]

# names of 200 characters: indirect blocks below the root of their heap, two levels above the leaves of their tree
with h5py.File("dense.h5", "w", libver="latest") as f:
    f["video0"] = VALUES
    for i in range(1, 3000):
        f[("video%d" % i).ljust(200, "-")] = f["video0"]
with open("dense.h5", "rb") as f, gzip.GzipFile("dense.h5.gz", "wb", 9, mtime=0) as g:
    g.write(f.read())
os.remove("dense.h5")
