"""The restricted likelihood of an unstructured covariance, from sums of each pattern of missing times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from article16.evaluation.numerics import Array, inverse
from article16.evaluation.repeated.sufficient import Sums
from article16.evaluation.results import NotConvergedError

METHOD = "MMRM (unstructured, REML)"


@dataclass(frozen=True, slots=True)
class Step:
    """Everything at one covariance."""

    value: float
    b: Array
    c: Array  # covariance of b
    score: Array
    expected: Array
    observed: Array
    bends: Array  # X'W G W X for each parameter


class Model:
    """Restricted likelihood of the covariance, whose elements (upper triangle) are the parameters."""

    def __init__(self, data: Sums) -> None:
        self.data = data
        self.q, self.t = data.zy.shape[1:]
        self.rows, self.columns = np.triu_indices(self.t)
        self.basis = np.zeros((len(self.rows), self.t, self.t))
        index = np.arange(len(self.rows))
        self.basis[index, self.rows, self.columns] = 1
        self.basis[index, self.columns, self.rows] = 1
        self.scores = int((data.n[:, None] * data.seen).sum())

    def start(self) -> Array:
        """Variances of residuals at each time, no covariance."""
        b = np.zeros((self.q, self.t))
        for t in range(self.t):
            has = self.data.seen[:, t]
            b[:, t] = np.linalg.solve(self.data.zz[has].sum(axis=0), self.data.zy[has][:, :, t].sum(axis=0))
        _, rr = self.data.residual(b)
        seen = (self.data.n[:, None] * self.data.seen).sum(axis=0)
        variances = np.diag(rr.sum(axis=0)) / (seen - self.q)
        if variances.min() <= 0:
            raise NotConvergedError("MMRM did not converge: scores at one time do not vary.")
        return np.diag(variances)

    def weights(self, sigma: Array) -> tuple[Array, float]:
        """Inverse of each pattern's covariance, 0 where missing, and the sum of log determinants over men."""
        w, log = np.zeros((len(self.data.n), self.t, self.t)), 0.0
        for p, seen in enumerate(self.data.seen):
            block = sigma[np.ix_(seen, seen)]
            w[p][np.ix_(seen, seen)] = inverse(block, METHOD)
            log += float(self.data.n[p] * np.linalg.slogdet(block)[1])
        return w, log

    def solve(self, w: Array) -> tuple[Array, Array, float]:
        """Coefficients (q, T), their covariance, and the log determinant of its inverse."""
        information = np.einsum("pij,pst->isjt", self.data.zz, w).reshape(self.q * self.t, -1)
        c = inverse(information, METHOD)
        right = np.einsum("pis,pst->it", self.data.zy, w).reshape(-1)
        return (c @ right).reshape(self.q, self.t), c, float(np.linalg.slogdet(information)[1])

    def value(self, sigma: Array) -> float:
        w, log = self.weights(sigma)
        b, _, determinant = self.solve(w)
        _, rr = self.data.residual(b)
        return -0.5 * (log + determinant + float((w * rr).sum()))

    def look(self, sigma: Array) -> Step:
        """Value, score, and expected and observed information."""
        w, log = self.weights(sigma)
        b, c, determinant = self.solve(w)
        zr, rr = self.data.residual(b)
        wg = w[:, None] @ self.basis[None]  # (P, a, T, T)
        wgw = wg @ w[:, None]
        bends = np.einsum("pij,past->aisjt", self.data.zz, wgw).reshape(len(self.basis), self.q * self.t, -1)
        inner = np.einsum("pij,jtis->pst", self.data.zz, c.reshape(self.q, self.t, self.q, self.t))
        quadratic = np.einsum("past,pts->a", wgw, rr)
        score = -0.5 * (np.einsum("p,patt->a", self.data.n, wg) - np.einsum("aij,ji->a", bends, c) - quadratic)
        both = np.einsum("p,past,pbts->ab", self.data.n, wg, wg, optimize=True)
        mixed = np.einsum("past,pbtu,pus->ab", wg, wgw, inner, optimize=True)
        bc = bends @ c
        traces = both - 2 * mixed + np.einsum("aij,bji->ab", bc, bc)
        g = np.einsum("pis,past->ait", zr, wgw).reshape(len(self.basis), -1)
        bent = np.einsum("past,pbtu,pus->ab", wg, wgw, rr, optimize=True) - g @ c @ g.T
        bent, traces = (bent + bent.T) / 2, (traces + traces.T) / 2
        value = -0.5 * (log + determinant + float((w * rr).sum()))
        return Step(value, b, c, score, traces / 2, bent - traces / 2, bends)

    def adjusted(self, sigma: Array, step: Step, spread: Array) -> Array:
        """C + 2 C (sum of W_ab (Q_ab - A_a C A_b)) C: what the covariance leaves out when variances are estimated."""
        w, _ = self.weights(sigma)
        wg = w[:, None] @ self.basis[None]
        blend = np.einsum("ab,past->pbst", spread, wg)
        middle = np.einsum("pbst,pbtu->psu", blend, wg @ w[:, None])
        q = np.einsum("pij,pst->isjt", self.data.zz, middle).reshape(step.c.shape)
        a = np.einsum("ab,aij->bij", spread, step.bends)
        ac = np.einsum("bij,jk,bkl->il", a, step.c, step.bends, optimize=True)
        found: Array = step.c + 2 * step.c @ (q - ac) @ step.c
        return (found + found.T) / 2

    def climb(self, sigma: Array) -> Array:
        """Fisher scoring, then Newton to the last digits."""
        newton, last = False, np.inf
        for _ in range(200):
            here = self.look(sigma)
            information = here.observed if newton else here.expected
            try:
                step = inverse(information, METHOD) @ here.score
            except NotConvergedError:
                if not newton:
                    raise
                newton = False
                continue
            sigma, moved = self._improve(sigma, here.value, step)
            if newton and (moved < 1e-14 or (moved < 1e-10 and moved >= last / 4)):
                return sigma
            newton, last = moved < 0.05, moved
        raise NotConvergedError("MMRM did not converge in 200 steps.")

    def _improve(self, sigma: Array, value: float, step: Array) -> tuple[Array, float]:
        change = np.einsum("a,ast->st", step, self.basis)
        length, scale = 1.0, float(np.abs(sigma).max())
        while length > 1e-9:
            new = sigma + length * change
            try:
                if self.value(new) >= value - 1e-11 * (1 + abs(value)):
                    return new, float(np.abs(new - sigma).max()) / scale
            except NotConvergedError:
                pass
            length /= 2
        raise NotConvergedError("MMRM did not converge: no covariance fits better, and the fit is not at its best.")
