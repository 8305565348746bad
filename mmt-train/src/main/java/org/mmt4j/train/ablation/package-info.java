/**
 * Ablations: trains variants of a model and compares them. Contains the tables of the paper
 * (sections 4.3 and A.1), single experts, greedy selection and grid search. Results are cached.
 */
@NullMarked
package org.mmt4j.train.ablation;

import org.jspecify.annotations.NullMarked;
