package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens features in whatever form they are stored. */
public final class FeatureSources {

  private FeatureSources() {}

  /**
   * Looks at what the folder holds: {@code index.json} makes it a {@link FeatureStore}; else the
   * first of these that it or a folder inside it has: {@code *.h5} ({@link Hdf5Folder}), {@code
   * *.pickle} or {@code *.pkl} ({@link PickledFeatures}), {@code *.npz} ({@link NpzFolder}), {@code
   * *.npy} ({@link NpyFolder}).
   *
   * @throws IOException if there is no such folder, nothing of these in it, or it cannot be read
   */
  public static FeatureSource open(Path folder) throws IOException {
    if (Files.exists(folder.resolve(FeatureStore.INDEX))) {
      return FeatureStore.open(folder);
    }
    if (has(folder, ".h5")) {
      return Hdf5Folder.open(folder);
    }
    if (has(folder, ".pickle") || has(folder, ".pkl")) {
      return PickledFeatures.open(folder);
    }
    if (has(folder, ".npz")) {
      return NpzFolder.open(folder);
    }
    if (has(folder, ".npy")) {
      return NpyFolder.open(folder);
    }
    throw new FeatureFileException(
        folder, "found no features, expected index.json, *.h5, *.pickle, *.pkl, *.npz or *.npy");
  }

  private static boolean has(Path folder, String ending) throws FeatureFileException {
    return !FeatureFolder.list(folder, ending).isEmpty();
  }
}
