"""Prints in what the HDF5 files of two folders differ, as the authors' loader reads them."""
import pathlib
import sys

import h5py
import numpy as np


def content(folder):
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*.h5")):
        with h5py.File(path, "r") as file:
            for key in file.keys():
                value = file[key][()]
                if key.startswith("raw_captions."):
                    value = [word.decode("utf-8") for word in value]
                elif key.startswith("features_t."):
                    value = np.mean(value, axis=1).tolist()
                elif key.startswith("raw_captions_t."):
                    value = value[:, 0].tolist()
                else:
                    value = (value.dtype.str, value.shape, value.tobytes())
                found[path.name, key] = value
    return found


first, second = map(content, sys.argv[1:])
if not first:
    print("found no files")
for key in sorted(set(first) | set(second)):
    if first.get(key) != second.get(key):
        print(key, first.get(key), second.get(key))
