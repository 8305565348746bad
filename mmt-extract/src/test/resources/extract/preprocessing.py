"""Writes preprocessing_*.npy: a picture of 7 x 5 pixels as networks see it, with NumPy alone.

Scaling is the filter BILINEAR of Pillow (a triangle as wide as two pixels of the smaller picture,
weights divided by their sum), without its rounding, as a product with one matrix a side.
Run with python3 preprocessing.py in this folder.
"""
import numpy as np

WIDTH, HEIGHT = 7, 5


def picture():
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(3), indexing="ij")
    return ((x * 37 + y * 91 + c * 53 + x * y * 11) % 256).astype(float)


def matrix(old, new):
    scale = old / new
    support = max(scale, 1.0)
    centers = (np.arange(new)[:, None] + 0.5) * scale
    weights = np.maximum(0, 1 - np.abs(np.arange(old)[None, :] + 0.5 - centers) / support)
    return weights / weights.sum(axis=1, keepdims=True)


def resize(image, width, height):
    return np.einsum("Yy,Xx,yxc->YXc", matrix(HEIGHT, height), matrix(WIDTH, width), image)


def crop(image, side):
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    return image[top:top + side, left:left + side]


def planes(image):
    return np.ascontiguousarray(image.transpose(2, 0, 1))


if __name__ == "__main__":
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    larger = crop(resize(picture(), 11, 8), 6)  # the shorter side of 5 to 8
    smaller = crop(resize(picture(), 4, 3), 3)  # to 3: 7 * 3 / 5 = 4.2
    stretched = resize(picture(), 3, 9)[:, :, ::-1]
    np.save("preprocessing_larger.npy", planes((larger / 255 - mean) / deviation).astype("<f4"))
    np.save("preprocessing_smaller.npy", planes(smaller / 127.5 - 1).astype("<f4"))
    np.save("preprocessing_stretched.npy", planes(stretched - [104, 117, 123]).astype("<f4"))
