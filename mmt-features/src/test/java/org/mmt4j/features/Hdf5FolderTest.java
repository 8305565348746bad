package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mmt4j.fixtures.TestFiles;

/** Reads files that h5py wrote, see {@code sources/fixtures.py}. */
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
  void rejectsFoldersWithoutFilesOrWithTwoFilesOfOneVideo() throws IOException {
    Path missing = folder.resolve("missing");
    assertEquals(
        missing + ": found no such folder, expected a folder with features", failure(missing));
    assertEquals(
        folder + ": found no *.h5 or *.hdf5 files, expected at least one", failure(folder));
    Path first = Files.createFile(folder.resolve("video0001.h5"));
    Path second = Files.createDirectory(folder.resolve("x")).resolve("video0001.h5");
    Files.createFile(second);
    assertEquals(
        second + ": found the same video also in " + first + ", expected one file per video",
        failure(folder));
  }

  private static String failure(Path folder) {
    return assertThrows(FeatureFileException.class, () -> Hdf5Folder.open(folder)).getMessage();
  }
}
