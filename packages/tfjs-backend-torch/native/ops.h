// Every group of operations, as lists of names and functions.
#pragma once
#include "Call.h"

std::vector<Named> memoryOps();
std::vector<Named> deviceOps();
std::vector<Named> unaryOps();
std::vector<Named> binaryOps();
std::vector<Named> reductionOps();
std::vector<Named> productOps();
std::vector<Named> doubleProductOps();
std::vector<Named> convolutionOps();
std::vector<Named> poolingOps();
std::vector<Named> shapeOps();
std::vector<Named> indexingOps();
std::vector<Named> normalizationOps();
std::vector<Named> imageOps();
std::vector<Named> morphologyOps();
std::vector<Named> optimizerOps();
std::vector<Named> updateGateOps();
std::vector<Named> graphOps();
