"""Writes vggish_log_mel.npy: the log-mel example that VGGish sees of a known second of sound.

Follows mel_features.py and vggish_input.py of tensorflow/models, research/audioset/vggish, with
NumPy alone. The sound: two tones, a sweep and deterministic noise, 15 600 samples of 16 kHz.
Run with python3 vggish_log_mel.py in this folder.
"""
import numpy as np

RATE, WINDOW, HOP, FFT = 16000, 400, 160, 512


def sound(count):
    n = np.arange(count)
    noise = ((n * 1103515245 + 12345) % 65536) / 32768.0 - 1
    t = n / RATE
    return (0.4 * np.sin(2 * np.pi * 440 * t)
            + 0.2 * np.sin(2 * np.pi * 3000 * t)
            + 0.2 * np.sin(2 * np.pi * (100 * t + 2000 * t * t))
            + 0.05 * noise)


def mel(hertz):
    return 1127.0 * np.log(1.0 + hertz / 700.0)


def mel_matrix(bands=64, low=125.0, high=7500.0):
    bins = mel(np.linspace(0.0, RATE / 2, FFT // 2 + 1))
    edges = np.linspace(mel(low), mel(high), bands + 2)
    matrix = np.empty((FFT // 2 + 1, bands))
    for i in range(bands):
        lower, center, upper = edges[i:i + 3]
        up = (bins - lower) / (center - lower)
        down = (upper - bins) / (upper - center)
        matrix[:, i] = np.maximum(0.0, np.minimum(up, down))
    matrix[0, :] = 0.0
    return matrix


def log_mel(samples):
    window = 0.5 - 0.5 * np.cos(2 * np.pi / WINDOW * np.arange(WINDOW))
    count = 1 + (len(samples) - WINDOW) // HOP
    frames = np.stack([samples[i * HOP:i * HOP + WINDOW] for i in range(count)])
    magnitude = np.abs(np.fft.rfft(frames * window, FFT))
    return np.log(magnitude @ mel_matrix() + 0.01)


if __name__ == "__main__":
    example = log_mel(sound(15600))
    assert example.shape == (96, 64)
    np.save("vggish_log_mel.npy", example.astype("<f4"))
