package org.mmt4j.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Vectors of videos in clusters, and of captions near a video, of the paper's seven experts with
 * 512 values each. The i-th vector is the same in every run.
 */
final class ClusteredVectors {

  static final List<String> EXPERTS =
      List.of("audio", "face", "ocr", "rgb", "s3d", "scene", "speech");
  static final int PART = 512;

  private static final int CLUSTERS = 1000;
  private static final double NOISE_OF_VIDEOS = 0.7;
  private static final double NOISE_OF_CAPTIONS = 0.5;

  /** Returns {@code [psi_1 .. psi_N]}, each of length 1: the cluster's vector plus noise. */
  float[] video(int index) {
    SplittableRandom random = new SplittableRandom(index);
    return noisy(noise(random.nextInt(CLUSTERS) - CLUSTERS, 1), random, NOISE_OF_VIDEOS);
  }

  /** Returns {@code [w_1 phi_1 .. w_N phi_N]} with equal weights, near one of some videos. */
  float[] caption(int index, int videos) {
    SplittableRandom random = new SplittableRandom(~(long) index << Integer.SIZE);
    float[] caption = noisy(video(random.nextInt(videos)), random, NOISE_OF_CAPTIONS);
    for (int k = 0; k < caption.length; k++) {
      caption[k] /= EXPERTS.size();
    }
    return caption;
  }

  private static float[] noise(long seed, double size) {
    return noisy(new float[EXPERTS.size() * PART], new SplittableRandom(seed), size);
  }

  /** Adds noise of a length, relative to 1, to each part, and scales the parts to length 1. */
  private static float[] noisy(float[] vector, SplittableRandom random, double size) {
    float[] noisy = vector.clone();
    for (int first = 0; first < noisy.length; first += PART) {
      double squares = 0;
      for (int k = first; k < first + PART; k++) {
        noisy[k] += (float) (random.nextGaussian() * size / Math.sqrt(PART));
        squares += noisy[k] * noisy[k];
      }
      for (int k = first; k < first + PART; k++) {
        noisy[k] /= (float) Math.sqrt(squares);
      }
    }
    return noisy;
  }
}
