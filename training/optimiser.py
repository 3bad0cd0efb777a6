"""The loop by which every network of the reader is trained."""

import logging
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

log = logging.getLogger(__name__)
Numbers: TypeAlias = NDArray[np.int64]


def minimise(
    network: nn.Module,
    loss_of: Callable[[Numbers], Tensor],
    examples: int,
    *,
    epochs: int,
    rate: float,
    decay: float = 1e-2,
    batch: int = 64,
    seed: int = 0,
) -> None:
    """Train with AdamW under one cycle of the learning rate, and leave the network in use.

    `loss_of` gives the mean loss of the examples of those numbers, each from 0 to `examples` - 1.
    An epoch leaves out what fills no batch.
    """
    order = np.random.default_rng(seed)
    batch = min(batch, examples)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=decay)
    steps = epochs * (examples // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, total_steps=steps + 1, pct_start=0.1
    )
    network.train()
    for epoch in range(epochs):
        shuffled = order.permutation(examples)
        losses = []
        for at in range(0, examples - batch + 1, batch):
            loss = loss_of(shuffled[at : at + batch])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        log.info("epoch %d of %d: loss %.3f", epoch + 1, epochs, np.mean(losses))
    network.eval()
