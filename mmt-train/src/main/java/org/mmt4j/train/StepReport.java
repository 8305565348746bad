package org.mmt4j.train;

/**
 * Result of a training step.
 *
 * @param step number of steps taken, including this one
 * @param totalSteps number of steps of the run
 * @param loss loss of the step's batch before the update
 * @param learningRate learning rate of the update
 * @param secondsPerStep wall-clock seconds that the step took
 */
public record StepReport(
    int step, int totalSteps, double loss, double learningRate, double secondsPerStep) {}
