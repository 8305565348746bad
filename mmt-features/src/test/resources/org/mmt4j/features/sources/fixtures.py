"""Writes the videos of ContractVideos.java in every form that Python can write.

    cd src/test/resources/org/mmt4j/features/sources && /usr/bin/python3 fixtures.py
"""
import os
import pickle

import h5py
import numpy as np


def values(video, rows, columns):
    index = 100 * video + 10 * np.arange(rows)[:, None] + np.arange(columns)[None, :] - 57
    return (index / 3.0).astype(np.float32)


def times(count):
    starts = np.arange(count) * 0.7
    return np.stack([starts, starts + 0.3], axis=1)


VIDEOS = {
    "video0000": {"s3d": values(0, 3, 4), "rgb": values(1, 2, 5)},
    "video0001": {"rgb": values(2, 1, 5)},
    "video0002": {"s3d": values(3, 4, 4)},
}


def hdf5():
    for video, experts in VIDEOS.items():
        folder = os.path.join("h5", *video[:3])
        os.makedirs(folder, exist_ok=True)
        with h5py.File(os.path.join(folder, video + ".h5"), "w") as file:
            for expert, features in experts.items():
                file["features." + expert] = features
            if "s3d" in experts:
                file["features_t.s3d"] = times(len(experts["s3d"]))
            if video == "video0000":
                file["raw_captions.0"] = np.array([w.encode() for w in ["a", "café", "dog"]])
                file["raw_captions.2"] = np.array([b"spoken", b"words"])
                file["raw_captions_t.2"] = np.array([[0.5, 1], [1.25, 2]])


def pickles():
    os.makedirs("ce", exist_ok=True)
    s3d = {video: experts.get("s3d") for video, experts in VIDEOS.items()}
    rgb = {video: experts.get("rgb", float("nan")) for video, experts in VIDEOS.items()}
    for name, features in {"s3d": s3d, "rgb": rgb}.items():
        with open(os.path.join("ce", name + ".pickle"), "wb") as file:
            pickle.dump(features, file)


def arrays():
    os.makedirs("npz", exist_ok=True)
    for video, experts in VIDEOS.items():
        np.savez(os.path.join("npz", video + ".npz"), **experts)
        for expert, features in experts.items():
            os.makedirs(os.path.join("npy", expert), exist_ok=True)
            np.save(os.path.join("npy", expert, video + ".npy"), features)


hdf5()
pickles()
arrays()
