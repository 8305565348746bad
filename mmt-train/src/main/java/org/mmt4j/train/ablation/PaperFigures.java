package org.mmt4j.train.ablation;

/**
 * What the paper reports of a variant, text to video, on MSR-VTT (1k-A).
 *
 * @param r5 R@5 in percent
 * @param medianRank MdR
 * @param meanRank MnR
 * @param source table of the paper
 */
public record PaperFigures(
    MeanAndDeviation r5, MeanAndDeviation medianRank, MeanAndDeviation meanRank, String source) {}
