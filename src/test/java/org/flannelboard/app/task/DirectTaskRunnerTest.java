package org.flannelboard.app.task;

/** The contract on one thread. */
class DirectTaskRunnerTest extends TaskRunnerContract {

  @Override
  TaskRunner runner() {
    return new DirectTaskRunner();
  }
}
