"""Reads features as the authors' loader does; prints the seconds of each pass over all videos."""
import sys
import time

import h5py
import numpy


def read(path, experts):
    with h5py.File(path, 'r') as video:
        captions = [video[key][()] for key in video if key.startswith('raw_captions.')]
        features = {}
        for expert in experts:
            key = 'features.' + expert
            if key in video:
                values = video[key][()]
                if len(values) > 0 and not numpy.isnan(values[0][0]):
                    times = numpy.average(video['features_t.' + expert][()], axis=1)
                    features[expert] = values, times
        return captions, features


experts = sys.argv[2].split(',')
paths = [line.rstrip('\n') for line in open(sys.argv[1], encoding='utf-8')]
for _ in range(int(sys.argv[3])):
    start = time.perf_counter()
    for path in paths:
        read(path, experts)
    print(time.perf_counter() - start)
