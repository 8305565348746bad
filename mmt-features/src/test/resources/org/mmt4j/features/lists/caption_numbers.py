"""Writes the numbers of captions as NumPy's integers: caption_numbers.py PROTOCOL, with NumPy 1 and with NumPy 2."""
import pickle
import sys

import numpy as np

numbers = {
    "video1": np.int64(3), "video2": np.int32(4), "video3": 1, "video4": np.array(6), "video5": np.array([7]),
    np.int64(8): np.uint8(8),
}
name = "caption_numbers_numpy%s_protocol%s.pkl" % (np.__version__[0], sys.argv[1])
with open(name, "wb") as file:
    pickle.dump(numbers, file, int(sys.argv[1]))
