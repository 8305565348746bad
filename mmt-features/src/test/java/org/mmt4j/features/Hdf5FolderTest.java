package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mmt4j.fixtures.TestFiles;

/** The files are written by h5py, see {@code sources/fixtures.py}. */
class Hdf5FolderTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return Hdf5Folder.open(TestFiles.resource(Hdf5FolderTest.class, "sources/h5"));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return true;
  }

  @Test
  void foldersWithoutFilesOrWithTwoOfOneVideoAreRefused() throws IOException {
    Path absent = folder.resolve("absent");
    assertEquals(absent + ": found no such folder, expected one with features", failure(absent));
    assertEquals(folder + ": found no *.h5, expected at least one", failure(folder));
    Path first = Files.createFile(folder.resolve("video0001.h5"));
    Path second = Files.createDirectory(folder.resolve("x")).resolve("video0001.h5");
    Files.createFile(second);
    assertEquals(second + ": found the same video in " + first, failure(folder));
  }

  private static String failure(Path folder) {
    return assertThrows(FeatureFileException.class, () -> Hdf5Folder.open(folder)).getMessage();
  }
}
