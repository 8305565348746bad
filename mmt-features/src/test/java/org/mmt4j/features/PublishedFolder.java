package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.Expert;

/** A folder in the published layout with three videos, and two lists of MSR-VTT 1k-B. */
abstract class PublishedFolder {

  static final PublishedSplit MIECH = PublishedSplit.MSRVTT_MIECH;
  static final List<Expert> RGB = List.of(Expert.of("rgb", 5));

  @TempDir Path root;
  Path trainList;
  Path testList;

  @BeforeEach
  void createFiles() throws IOException {
    Path lists = Files.createDirectories(root.resolve("data/MSRVTT/symlinked-feats"));
    trainList = Files.writeString(lists.resolve("train_list_miech.txt"), "video1\nvideo2\n");
    testList = Files.writeString(lists.resolve("test_list_miech.txt"), "video3\n");
    for (String id : List.of("video1", "video2", "video3")) {
      Files.copy(
          Hdf5File.named("small"),
          Files.createDirectories(file(id).getParent()).resolve(id + ".h5"));
    }
  }

  Path file(String id) {
    return root.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d/" + id + ".h5");
  }
}
