package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens features of any supported format. */
public final class FeatureSources {

  private FeatureSources() {}

  /**
   * Opens the features in a folder. If the folder has {@code index.json}, it is a {@link
   * FeatureStore}. Otherwise the first of these that the folder or a subfolder has decides: {@code
   * *.h5} or {@code *.hdf5} ({@link Hdf5Folder}), {@code *.pickle} or {@code *.pkl} ({@link
   * PickledFeatures}), {@code *.npz} ({@link NpzFolder}), {@code *.npy} ({@link NpyFolder}).
   *
   * @throws FeatureFileException if the folder does not exist, has none of these files, or cannot
   *     be read
   */
  public static FeatureSource open(Path folder) throws IOException {
    if (Files.exists(folder.resolve(FeatureStore.INDEX))) {
      return FeatureStore.open(folder);
    }
    if (has(folder, ".h5") || has(folder, ".hdf5")) {
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
        folder,
        "found "
            + FeatureFolder.first(folder)
            + ", expected index.json, *.h5, *.hdf5, *.pickle, *.pkl, *.npz or *.npy");
  }

  private static boolean has(Path folder, String extension) throws FeatureFileException {
    return !FeatureFolder.list(folder, extension).isEmpty();
  }
}
