package org.mmt4j.train;

/**
 * What a training step did.
 *
 * @param step number of steps taken, this one included
 * @param totalSteps number of steps that the run will take
 * @param loss loss of the step's batch, before its update
 * @param learningRate of the update
 * @param secondsPerStep wall-clock seconds that the step took
 */
public record StepReport(
    int step, int totalSteps, double loss, double learningRate, double secondsPerStep) {}
