/** Published tests of tfjs-core 4.22 that fail on `torch`, each with the reason why we leave it so. */
export const known = {
  'avgPool torch {} gradient x=[3,3,1] f=[3,3] s=1 p=explicit':
    'wants the gradient of a mean at the border to be divided by the whole window, while the mean itself was taken over the part of it that is image; ours is the gradient of what was computed',
  'conv2dTranspose torch {} input=8x8x8,output=4x4x8,f=8,s=1,inDepth=8,p=same vec4':
    'wants an error of 8 x 8 pixels for an output of 4 x 4 to be cut off in silence; ours is an error that names both',
  'depthwiseConv2d gradients torch {} throws error on dilations > 1':
    'wants dilated depthwise convolutions to have no gradient; ours have one',
};
