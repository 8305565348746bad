/**
 * Trains a model in several forms and compares them: the tables of the paper (sections 4.3 and
 * A.1), experts one by one, greedy selection, grid search. What was trained before is not trained
 * again.
 */
@NullMarked
package org.mmt4j.train.ablation;

import org.jspecify.annotations.NullMarked;
