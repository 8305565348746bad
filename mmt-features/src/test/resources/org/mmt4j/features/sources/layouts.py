"""Writes the videos of ContractVideos.java, and small ones, in further layouts that people have.

    cd src/test/resources/org/mmt4j/features/sources && /usr/bin/python3 layouts.py
"""
import os
import pickle
import sys
import types

import h5py
import numpy as np


def values(video, rows, columns):
    index = 100 * video + 10 * np.arange(rows)[:, None] + np.arange(columns)[None, :] - 57
    return (index / 3.0).astype(np.float32)


VIDEOS = {
    "video0000": {"s3d": values(0, 3, 4), "rgb": values(1, 2, 5)},
    "video0001": {"rgb": values(2, 1, 5)},
    "video0002": {"s3d": values(3, 4, 4)},
}


def folder(*parts):
    path = os.path.join(*parts)
    os.makedirs(path, exist_ok=True)
    return path


# a folder per expert with .npz files; the matrix has any name, and may have scalars beside it
for video, experts in VIDEOS.items():
    for expert, features in experts.items():
        np.savez(os.path.join(folder("npz_folders", expert), video + ".npz"), features=features, fps=np.float64(25))

# one HDF5 file per expert, with a data set, or a group, per video
with h5py.File(os.path.join(folder("h5_experts"), "s3d.h5"), "w") as file:
    for video, experts in VIDEOS.items():
        if "s3d" in experts:
            file[video] = experts["s3d"]
with h5py.File(os.path.join("h5_experts", "rgb.hdf5"), "w") as file:
    for video, experts in VIDEOS.items():
        if "rgb" in experts:
            file[video + "/features"] = experts["rgb"]

# what video_features writes, side by side
for video, experts in VIDEOS.items():
    np.save(os.path.join(folder("streams"), video + "_fps.npy"), np.array(25.0))
    for expert, features in experts.items():
        np.save(os.path.join("streams", "%s_%s.npy" % (video, expert)), features)

# the same in folders of the networks, with times; one id starts with another
for video in ("v_a", "v_a_b"):
    i3d = folder("streams_of_networks", "i3d")
    np.save(os.path.join(i3d, video + "_rgb.npy"), values(0, 2, 4))
    np.save(os.path.join(i3d, video + "_flow.npy"), values(1, 2, 4))
    np.save(os.path.join(i3d, video + "_timestamps_ms.npy"), np.array([500.0, 1000]))
    clip = folder("streams_of_networks", "clip", "ViT-B_32")
    np.save(os.path.join(clip, video + "_clip.npy"), values(0, 3, 4))
    np.save(os.path.join(clip, video + "_timestamps_ms.npy"), np.array([0.0, 40]))


# a folder of Collaborative Experts: an object, captions and word vectors
class ExpertStore:
    def __init__(self):
        self.keys = ["video0", "video1"]
        self.store = np.array([[1, 2, 3], [np.nan] * 3], "f2")
        self.missing = {"video1"}


ExpertStore.__module__, ExpertStore.__qualname__ = "datastructures", "ExpertStore"
sys.modules["datastructures"] = types.ModuleType("datastructures")
sys.modules["datastructures"].ExpertStore = ExpertStore
for name, value in {
    "i3d.25fps": ExpertStore(),
    "raw-captions": {"video0": [["a", "dog"], ["a", "cat"]], "video1": ["a dog  barks"]},
    "w2v-text": {"video0": [values(0, 2, 3)]},
    "rgb": {"video0": values(0, 2, 3), "video1": "no features"},
}.items():
    with open(os.path.join(folder("ce_folder", "features"), name + ".pkl"), "wb") as file:
        pickle.dump(value, file)
with open(os.path.join("ce_folder", "features", "README.txt"), "w") as file:
    file.write("not features")

# a folder per expert with HDF5 files; the matrix has any name, and may have scalars beside it
for video, experts in VIDEOS.items():
    for expert, features in experts.items():
        with h5py.File(os.path.join(folder("h5_folders", expert), video + (".h5" if expert == "rgb" else ".hdf5")), "w") as file:
            file["features"] = features
            file["fps"] = 25.0

# .npz with scalars, text and times beside the experts
np.savez(os.path.join(folder("npz_beside"), "video0.npz"), i3d=values(0, 3, 4), fps=25.0, name="video0", labels=np.array(["a", "b"]),
         timestamps_ms=np.arange(3) * 500.0)
