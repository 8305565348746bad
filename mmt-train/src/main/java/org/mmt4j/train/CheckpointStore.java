package org.mmt4j.train;

import com.google.common.collect.Lists;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.ModelFiles;
import org.mmt4j.io.Safetensors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one training on disk. */
final class CheckpointStore {

  private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);

  private static final String MODEL = "model";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final Pattern STEP = Pattern.compile("step-\\d{9,10}");
  private static final Pattern BEST = Pattern.compile("best-\\d{9,10}");
  private static final Pattern UNFINISHED = Pattern.compile("(step|best)-\\d{9,10}\\..*(new|old)");

  /** Orders directories by step: from 1 000 000 000 on, their names have one more digit. */
  private static final Comparator<Path> BY_STEP =
      Comparator.<Path>comparingInt(path -> path.getFileName().toString().length())
          .thenComparing(path -> path.getFileName().toString());

  /** A complete checkpoint. */
  record Saved(Path directory, TrainerFile trainer) {

    Path model() {
      return directory.resolve(MODEL);
    }

    Path optimizer() {
      return directory.resolve(OPTIMIZER);
    }
  }

  private final Checkpoints checkpoints;

  CheckpointStore(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Returns whether a checkpoint is due after that number of steps. */
  boolean isDue(int step) {
    return step % checkpoints.everySteps() == 0;
  }

  /**
   * Returns the newest checkpoint whose checksums match. Deletes the unfinished files of an
   * interrupted run.
   *
   * @return empty if there are no checkpoints
   * @throws IOException if there are checkpoints, but all are damaged
   */
  Optional<Saved> newest() throws IOException {
    Files.createDirectories(checkpoints.directory());
    for (Path unfinished : list(UNFINISHED)) {
      MoreFiles.deleteRecursively(unfinished, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    List<Path> all = list(STEP);
    for (Path directory : Lists.reverse(all)) {
      try {
        TrainerFile trainer = TrainerFile.read(directory);
        Checksums.require(directory, trainer.sha256());
        return Optional.of(new Saved(directory, trainer));
      } catch (IOException e) {
        log.warn("skipped damaged checkpoint: {}", e.getMessage());
      }
    }
    if (!all.isEmpty()) {
      throw new DataFileException(
          checkpoints.directory(),
          "expected a complete checkpoint, found "
              + all.size()
              + " damaged ones; delete them to start again");
    }
    return Optional.empty();
  }

  /**
   * Writes a checkpoint and returns its directory. Deletes earlier checkpoints beyond {@code
   * keepLast}.
   */
  Path save(
      int step, MmtModel model, AdamState adam, Map<String, String> settings, Progress progress)
      throws IOException {
    ModelFiles.replace(
        path("step", step),
        fresh -> {
          model.save(fresh.resolve(MODEL));
          Safetensors.write(fresh.resolve(OPTIMIZER), adam.tensors());
          new TrainerFile(TrainerFile.FORMAT, step, settings, progress, Checksums.of(fresh))
              .write(fresh);
        });
    List<Path> steps = upTo(path("step", step));
    for (Path old : steps.subList(0, Math.max(0, steps.size() - checkpoints.keepLast()))) {
      delete(old);
    }
    deleteBestExcept(progress.bestStep());
    return path("step", step);
  }

  /** Writes the best model so far. Best models that a checkpoint refers to are kept. */
  void saveBest(int step, MmtModel model) throws IOException {
    model.save(best(step));
    deleteBestExcept(step);
  }

  private void deleteBestExcept(int newest) throws IOException {
    Set<Path> needed = new HashSet<>(Set.of(best(newest)));
    for (Path directory : list(STEP)) {
      try {
        needed.add(best(TrainerFile.read(directory).progress().bestStep()));
      } catch (IOException e) {
        log.warn("damaged checkpoint: {}", e.getMessage());
      }
    }
    for (Path best : list(BEST)) {
      if (!needed.contains(best)) {
        delete(best);
      }
    }
  }

  /** Returns the directory of the model of the best evaluation. */
  Path best(int step) {
    return path("best", step);
  }

  private Path path(String kind, int step) {
    return checkpoints.directory().resolve("%s-%09d".formatted(kind, step));
  }

  /** Lists the matching directories, ordered by step. */
  private List<Path> list(Pattern names) throws IOException {
    try (Stream<Path> all = Files.list(checkpoints.directory())) {
      return all.filter(path -> names.matcher(path.getFileName().toString()).matches())
          .sorted(BY_STEP)
          .toList();
    }
  }

  /**
   * Lists the checkpoints up to the newest one. Later ones are damaged, because training resumes
   * from the newest complete one.
   */
  private List<Path> upTo(Path newest) throws IOException {
    return list(STEP).stream().filter(path -> BY_STEP.compare(path, newest) <= 0).toList();
  }

  /**
   * Renames the directory before it deletes it, so that a directory with a checkpoint's name is
   * always complete.
   */
  private static void delete(Path directory) throws IOException {
    Path old = directory.resolveSibling(directory.getFileName() + ".old");
    Files.move(directory, old, StandardCopyOption.ATOMIC_MOVE);
    MoreFiles.deleteRecursively(old, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
