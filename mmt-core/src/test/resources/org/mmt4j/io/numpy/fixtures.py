"""Writes pickles and .npy files of every type, order and protocol.

    cd src/test/resources/org/mmt4j/io/numpy && /usr/bin/python3 fixtures.py     (NumPy 1)
    and with a Python that has NumPy 2: python3 fixtures.py
"""
import pickle

import numpy as np

KINDS = ["f2", "f4", "f8", "i4", "i8"]
VALUES = np.arange(6).reshape(2, 3) - 2


def arrays():
    content = {}
    for kind in KINDS:
        for order in "<>":
            content["C" + order + kind] = VALUES.astype(order + kind)
            content["F" + order + kind] = np.asfortranarray(VALUES.astype(order + kind))
    content["café\n\\"] = np.array([1e-7, -65504, 0.1, 2**-14 * 0.5], dtype="f2")
    content["none"] = None
    content["nan"] = float("nan")
    content["empty"] = np.zeros((0, 3), dtype="f4")
    return content


major = np.__version__.split(".")[0]
for protocol in range(6):
    with open("numpy%s_protocol%d.pickle" % (major, protocol), "wb") as file:
        pickle.dump(arrays(), file, protocol)
if major == "1":
    for name, value in [("object", np.array([{}])), ("complex", np.zeros(2, "c8"))]:
        with open(name + ".pickle", "wb") as file:
            pickle.dump({"x": value}, file)
    with open("list.pickle", "wb") as file:
        pickle.dump({"x": [1.0]}, file)
    for version in [(1, 0), (2, 0), (3, 0)]:
        for name in ["C<f4", "F>f8", "C>f2", "F<i8"]:
            path = "%s_%s%s_v%d.npy" % (name[0], "le" if "<" in name else "be", name[2:], version[0])
            with open(path, "wb") as file:
                np.lib.format.write_array(file, arrays()[name], version=version)
    np.save("empty.npy", np.zeros((0, 3), dtype="f4"))
    np.save("list.npy", np.arange(3, dtype="f4"))
    np.save("scalar.npy", np.float32(2.5))
    np.save("object.npy", np.array([{}]), allow_pickle=True)
    np.save("record.npy", np.zeros(2, dtype=[("a", "f4")]))
