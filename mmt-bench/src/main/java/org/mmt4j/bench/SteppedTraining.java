package org.mmt4j.bench;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.SynchronousQueue;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.TrainingListener;

/** A training run that runs one step per request, on its own thread. */
final class SteppedTraining {

  private final SynchronousQueue<Boolean> requests = new SynchronousQueue<>(); // false: stop
  private final SynchronousQueue<Double> losses = new SynchronousQueue<>();
  private final Thread thread;

  /** Creates a training run on one batch of pairs; runs no step yet. */
  SteppedTraining(MmtModel model, List<CaptionedVideo> pairs) {
    TrainingConfig config =
        TrainingConfig.builder().batchSize(pairs.size()).steps(Integer.MAX_VALUE).build();
    Trainer trainer = Trainer.of(config).listener(new Listener());
    thread = new Thread(() -> train(trainer, model, pairs), "training");
    thread.setDaemon(true);
    thread.start();
  }

  private static void train(Trainer trainer, MmtModel model, List<CaptionedVideo> pairs) {
    try {
      trainer.fit(model, pairs).close();
    } catch (CancellationException e) {
      // the training run is closed
    }
  }

  /** Runs a step and returns its loss. */
  double step() throws InterruptedException {
    requests.put(true);
    return losses.take();
  }

  /** Ends the training. */
  void close() throws InterruptedException {
    requests.put(false);
    thread.join();
  }

  /** Makes the trainer wait before each step. */
  private final class Listener implements TrainingListener {

    @Override
    public void onStart(int totalSteps) {
      await();
    }

    @Override
    public void onStep(StepReport report) {
      try {
        losses.put(report.loss());
      } catch (InterruptedException e) {
        throw stopped(e);
      }
      await();
    }

    private void await() {
      try {
        if (!requests.take()) {
          throw new CancellationException("training: stopped by close()");
        }
      } catch (InterruptedException e) {
        throw stopped(e);
      }
    }

    private static IllegalStateException stopped(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("training: interrupted", e);
    }
  }
}
