package org.mmt4j.features;

import com.google.common.base.Throwables;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.io.AtomicFiles;

/**
 * Writes the published layout, one HDF5 file a video as {@link Hdf5Features} describes it, to
 * {@code FOLDER/v/i/d/video7010.h5}. Values are float32, times float64, words UTF-8 of fixed
 * length, all contiguous; the end of a word is written as its start. A file appears whole or not at
 * all.
 */
public final class Hdf5Writer implements FeatureWriter {

  /** Bytes: names of files have 255, which with its endings the one of an unfinished file takes. */
  private static final int LONGEST_ID = 211;

  private static final String SCRATCH = ".tmp";

  private final Path folder;
  private final Set<Path> tidied = new HashSet<>();

  private Hdf5Writer(Path folder) {
    this.folder = folder;
  }

  /** Writes below {@code folder}, which is made where it is absent. */
  public static Hdf5Writer to(Path folder) {
    return new Hdf5Writer(folder);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the id is no safe file name, or a caption has no words
   *     or a NUL character
   */
  @Override
  public void write(StoredVideo video) throws IOException {
    Path file = file(video.features().id());
    video.captions().forEach((number, caption) -> requireWritable(file, number, caption));
    if (Files.exists(file)) {
      throw new IllegalArgumentException(file + ": found the file, expected to write it");
    }
    Path parent = Objects.requireNonNull(file.getParent()); // below the folder
    Files.createDirectories(parent);
    tidy(parent);
    Path scratch = Files.createTempFile(parent, file.getFileName() + ".", SCRATCH);
    try {
      Files.delete(scratch); // jHDF would keep what it does not overwrite
      fill(scratch, video);
      AtomicFiles.write(file, Files.readAllBytes(scratch));
    } catch (HdfException e) {
      throw failure(file, e);
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  /** Deletes, once, what writers that were killed have left in a folder. */
  private void tidy(Path parent) throws IOException {
    if (tidied.add(parent)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, "*.h5.*" + SCRATCH)) {
        for (Path scratch : left) {
          Files.deleteIfExists(scratch);
        }
      }
    }
  }

  /** That of the file system, of which jHDF tells nothing, or of the content. */
  private static IOException failure(Path file, HdfException e) {
    for (Throwable cause : Throwables.getCausalChain(e)) {
      if (cause instanceof IOException) {
        IOException failure = new FileSystemException(file.toString(), null, cause.getMessage());
        failure.initCause(e);
        return failure;
      }
    }
    return new FeatureFileException(file, "cannot be written (" + e.getMessage() + ")", e);
  }

  @Override
  public void finish() {
    // every file is whole already
  }

  /**
   * Where the features of a video go, whether or not they are there.
   *
   * @throws IllegalArgumentException if the id is no safe file name
   */
  public Path file(String id) {
    PublishedPath.problem(id)
        .or(() -> tooLong(id))
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("id of a video: found \"" + id + "\", " + problem);
            });
    return PublishedPath.file(folder, id);
  }

  private static Optional<String> tooLong(String id) {
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= LONGEST_ID
        ? Optional.empty()
        : Optional.of("expected a file name of at most " + LONGEST_ID + " bytes, found " + bytes);
  }

  private static void requireWritable(Path file, int number, Caption caption) {
    if (caption.words().isEmpty() || caption.words().stream().anyMatch(w -> w.indexOf(0) >= 0)) {
      throw new IllegalArgumentException(
          file
              + ": caption "
              + number
              + ": found words "
              + caption.words()
              + ", expected at least one and none with a NUL character");
    }
  }

  private static void fill(Path file, StoredVideo video) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      for (Map.Entry<String, ExpertFeatures> entry : video.features().experts().entrySet()) {
        WrittenFeatures features = WrittenFeatures.of(entry.getValue());
        hdf.putDataset("features." + entry.getKey(), features.rows());
        if (features.timed()) {
          hdf.putDataset("features_t." + entry.getKey(), twice(features.times()));
        }
      }
      for (Map.Entry<Integer, Caption> entry : video.captions().entrySet()) {
        List<String> words = entry.getValue().words();
        hdf.putDataset("raw_captions." + entry.getKey(), words.toArray(String[]::new));
        entry
            .getValue()
            .times()
            .ifPresent(times -> hdf.putDataset("raw_captions_t." + entry.getKey(), spans(times)));
      }
    }
  }

  /** (n, 2). */
  private static double[][] spans(WordTimes times) {
    double[][] spans = new double[times.count()][];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new double[] {times.starts().get(i), times.ends().get(i)};
    }
    return spans;
  }

  /** (n) to (n, 2): a span without length has its middle at its start, to the last bit. */
  private static double[][] twice(double[] seconds) {
    double[][] spans = new double[seconds.length][];
    for (int i = 0; i < seconds.length; i++) {
      spans[i] = new double[] {seconds[i], seconds[i]};
    }
    return spans;
  }
}
